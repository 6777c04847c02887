"""Which safety rules a rule set makes softer than those it takes over, as every report says it."""

from collections.abc import Sequence

from screenkit.models.ruleset import Loosening, Rule
from screenkit.report import words
from screenkit.report.document import Notice


def softened(rules: Sequence[Rule], loosens: Sequence[Loosening]) -> tuple[Notice, ...]:
    """Return which of some rules were made softer, why, and who answers for it; nothing where none was."""
    titles = {rule.id: rule.title for rule in rules}
    lines = tuple(f"{titles[each.rule]} ({each.rule}): {softening(each)}" for each in loosens)
    return (Notice("Safety rules made softer by this rule set", lines),) if lines else ()


def softening(loosening: Loosening) -> str:
    """Return why a safety rule was made softer, and who answers for it."""
    return f"{loosening.reason} Answered for by {words.listed(loosening.by)}."
