"""From letters (domain values) to mails people read: templates are files, a mail looks like its template."""

from gateway.templating.templates import Rendered, Templates

__all__ = ["Rendered", "Templates"]
