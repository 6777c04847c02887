"""The statements that rules rest on: each once, with its evidence and what speaks against it."""

from collections.abc import Iterable, Iterator, Mapping

from screenkit.models.content import Content
from screenkit.models.criterion import IN_WORDS, Criterion, Force, Half, Verification
from screenkit.report.document import Entry

NONE = "None on file."

_FORCE: Mapping[Force, str] = {
    "must": "says that it must be",
    "should_not": "says that it should not be",
    "may_not": "says that it may not fit",
    "may": "says that it may be",
    "can": "says that it can be",
    "might": "says that it might be",
    "would": "says that it would be",
    "recommends": "recommends it",
    "reports": "reports it",
}
_READ: Mapping[Verification, str] = {
    "read_in_full": "read in full",
    "seen_in_excerpt": "seen in excerpt",
    "unverified": "not checked by this project",
    "project": "decided by this project",
}


def support(criterion: Criterion) -> str:
    """Return how well a criterion is supported, and whether its source was read."""
    return f"{IN_WORDS[criterion.report_as]}; {_READ[criterion.verification]}"


def contrary(criteria: Iterable[Criterion]) -> str:
    """Return what speaks against some criteria, each with its name."""
    return " ".join(f"{each.id}: {against}" for each in criteria if (against := _against(each)))


def _against(criterion: Criterion) -> str:
    today = f"Today: {stopped(criterion.status_today)}" if criterion.status_today else ""
    return " ".join(filter(None, [*map(stopped, criterion.contrary), today]))


def criteria_entries(content: Content) -> Iterator[Entry]:
    """Yield every criterion that a rule rests on, once, with the rules that do."""
    for criterion in content.criteria.values():
        rules = [rule.id for rule in content.ruleset.rules if criterion.id in rule.rests_on]
        if rules:
            details = (
                ("Source", _source(content, criterion)),
                ("Its wording", _FORCE[criterion.force] if criterion.force else ""),
                ("Evidence for the premise", _half(criterion.evidence.premise)),
                ("Evidence for the claim", _half(criterion.evidence.claim)),
                ("Does not support", listed(map(_unstopped, criterion.not_supported))),
                ("Contrary evidence", _against(criterion) or NONE),
                ("Scope and remarks", " ".join(filter(None, (criterion.scope, criterion.remark)))),
                ("Rules", ", ".join(rules)),
            )
            told = tuple((label, text) for label, text in details if text)
            yield Entry(criterion.id, criterion.paraphrase, told)


def _source(content: Content, criterion: Criterion) -> str:
    work = content.works[criterion.source.work]
    page = f", page {criterion.source.page}" if criterion.source.page else ""
    return f"{_unstopped(work.cite)}; {criterion.source.section}{page} ({_READ[criterion.verification]})"


def _half(half: Half | None) -> str:
    if half is None:
        return ""
    remark = f". {half.remark}" if half.remark else ""
    return f"{IN_WORDS[half.level]} ({half.about}){remark}"


def listed(parts: Iterable[str]) -> str:
    """Return parts in a row."""
    return "; ".join(parts)


def _unstopped(text: str) -> str:
    return text.rstrip(".")


def stopped(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
