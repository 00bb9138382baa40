"""Which way outgoing mail takes: to the smarthost, or into a folder."""

from gateway.adapters.dkim_signer import with_signatures
from gateway.config import Config
from gateway.ports import Mailer


def open_mailer(config: Config) -> Mailer:
    """The Mailer that a configuration asks for, signing where it has keys. Raises ConfigurationError."""
    if config.smarthost.capture is not None:
        from gateway.adapters.outbox_folder import FolderMailer

        return with_signatures(FolderMailer(config.resolve(config.smarthost.capture)), config)
    from gateway.adapters.mailer import SmtpMailer

    return with_signatures(SmtpMailer(config), config)
