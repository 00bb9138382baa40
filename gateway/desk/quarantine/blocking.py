"""Blocked senders: their mail is kept in quarantine, nobody is answered or told, and no case is opened."""

from gateway.address import is_mail_address, mail_address
from gateway.desk.act import Act
from gateway.desk.situation.addresses import our_domains
from gateway.domain.commands import addresses_in
from gateway.domain.phrase import Phrase, phrase


def sender_in(argument: str) -> str | None:
    """An address or a domain with a dot, lower case; None for anything else."""
    if "@" in argument:
        return addresses_in(argument)
    anybody = f"postmaster@{argument.strip()}"
    domain = mail_address(anybody).rpartition("@")[2] if is_mail_address(anybody) else ""
    return domain if "." in domain else None


def why_not(act: Act, sender: str) -> Phrase | None:
    """Why it may not be blocked: our own people must be heard, and so must a whole customer."""
    domain = sender.rpartition("@")[2]
    if act.work.directory.staff(sender) or (sender == domain and domain in our_domains(act.desk.config)):
        return phrase("command.block_ours", sender=sender)
    if sender == domain and act.work.directory.organizations_of_domain(domain):
        return phrase("command.block_customer", sender=sender)
    return None


def block(act: Act, sender: str) -> bool:
    """From now on; False when it was blocked before."""
    return act.work.blocked.add(sender, act.now, act.actor.address)


def unblock(act: Act, sender: str) -> bool:
    """From now on; what came meanwhile waits in quarantine. False when it was not blocked."""
    return act.work.blocked.remove(sender)
