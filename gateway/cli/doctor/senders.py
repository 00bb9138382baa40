"""`gateway doctor`: can senders be proven here, who gets automatic answers, and are the keys in order?"""

from typing import TYPE_CHECKING

from gateway.cli.doctor.files import NOT_OTHERS
from gateway.cli.doctor.findings import Advice, Failed
from gateway.cli.opening import choose_clock
from gateway.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.config import Config


def proof_of_senders(config: "Config") -> str | Advice:
    """What `[authentication]` means for those who write."""
    settings = config.authentication
    if settings.verify == "off" and not settings.trusted_authserv_ids:
        raise Failed(
            "nobody can be proven: verify is off and no server is trusted to say who somebody is",
            'Set [authentication] verify = "auto", or name your mail server in trusted_authserv_ids.',
        )
    by = "our own checks" if settings.verify == "auto" else "trusted servers only"
    if settings.verify == "auto" and settings.trusted_authserv_ids:
        by = f"{', '.join(settings.trusted_authserv_ids)}, else our own checks"
    if settings.answer_unproven:
        return Advice(
            f"proven by {by}; senders without proof are answered, too (answer_unproven)",
            f"A forged sender makes us write to somebody else, {config.limits.automatic_per_sender_hour} times an hour."
            " Leave answer_unproven out if most of your customers publish DMARC.",
        )
    return Advice(
        f"proven by {by}; senders without proof get no automatic answer (answer_unproven = false)",
        "Their mail opens tickets for triage all the same; gateway queue list --state suppressed shows what they "
        "would have been sent.",
    )


def token_keys_of(config: "Config") -> str | Advice:
    """The keys that sign reply addresses: readable by their owner alone, and none about to end unseen."""
    from gateway.config import token_keys

    path = config.resolve(config.gateway.secret.file)
    try:
        keys = token_keys(config)
        mode = path.stat().st_mode
    except (ConfigurationError, OSError) as error:
        raise Failed(f"cannot be read: {error}", "Run: gateway init") from error
    if mode & NOT_OTHERS:
        raise Failed(f"{path} can be read by others", f"Run: chmod 600 {path}")
    today = choose_clock(config, None).now().date()
    shown = f"{keys[0].id} signs" + "".join(
        f", {one.id} is believed until {one.until or 'it is removed'}" for one in keys[1:] if one.holds_on(today)
    )
    ended = [one.id for one in keys if not one.holds_on(today)]
    if ended:
        return Advice(f"{shown}; ended: {', '.join(ended)}", "They go with the next: gateway keys rotate")
    return shown
