"""Rules and templates together: what a rule answers with must be there to be written."""

from gateway.domain.verdict import Reject
from gateway.errors import ConfigurationError
from gateway.rules.book import Rule, RuleBook
from gateway.templating import Templates

CHOOSES_TEMPLATES = "acknowledgement"  # the decision whose verdicts are names of templates


def missing_templates(rules: RuleBook, templates: Templates) -> list[ConfigurationError]:
    """Every rule that answers with a template that does not exist."""
    known = frozenset(templates.names())
    return [_fault(rules, rule, name) for rule in rules.rules() if (name := _template_of(rule)) and name not in known]


def _template_of(rule: Rule) -> str | None:
    if isinstance(rule.result, Reject):
        return rule.result.reply
    return str(rule.result) if rule.file == CHOOSES_TEMPLATES else None


def _fault(rules: RuleBook, rule: Rule, name: str) -> ConfigurationError:
    file = str(rules.folder / f"{rule.file}.toml")
    return ConfigurationError(file, f"rule {rule.id}: reply", f"there is no template {name}.")
