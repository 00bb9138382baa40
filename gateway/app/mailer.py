"""Which way mail leaves: to the smarthost, or into a folder."""

from gateway.adapters.dkim_signer import with_signatures
from gateway.adapters.mailer import SmtpMailer
from gateway.adapters.outbox_folder import FolderMailer
from gateway.config import Config, Smarthost
from gateway.ports import Mailer


def open_mailer(config: Config) -> Mailer:
    """The Mailer that a configuration asks for, signing where it has keys. Raises ConfigurationError."""
    if config.smarthost.capture is not None:
        return with_signatures(FolderMailer(config.resolve(config.smarthost.capture)), config)
    return with_signatures(SmtpMailer(config), config)


def mailer_to(config: Config, host: str, port: int) -> Mailer:
    """A Mailer to a listener nearby, without signatures: how the demo hands mail to the gateway."""
    return SmtpMailer(config.model_copy(update={"smarthost": Smarthost(host=host, port=port)}))
