"""What a rule set declares impossible: refused where it could hide somebody."""

from collections.abc import Iterable, Iterator

from screenkit.check.combination import unfit
from screenkit.content.draft import Draft
from screenkit.errors import Problem
from screenkit.models.content import Content
from screenkit.models.ruleset import RuleSet


def check_impossible(chain: Iterable[Draft[RuleSet]], content: Content) -> Iterator[Problem]:
    """Yield a problem for each combination that no rule set may declare impossible."""
    for draft in chain:
        for n, combination in enumerate(draft.whole.impossible):
            for each in unfit(content, combination):
                yield draft.problem(("impossible", n, "when"), each.what, each.do)
