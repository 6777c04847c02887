"""The decision: what is recommended and what was decided, side by side, and who answers for it."""

from collections.abc import Iterator

from screenkit.case.decision import set_aside, since_decided
from screenkit.case.events import Decided, Stamped
from screenkit.case.history import Screening
from screenkit.case.reasons import REASONS
from screenkit.report import words
from screenkit.report.document import Blanks, Block, Bullets, Paragraph, Section, Table
from screenkit.report.onrecord import moment
from screenkit.report.told import Told

_HEAD = ("Form", "Recommended by the rules", "Decided by the clinician")
_TO_SIGN = (
    "Reason (needed where the decision differs from what is recommended)",
    "Decided by (name, signature)",
    "On (date)",
)
_SECOND = "Second clinician (name, signature, date)"
_CONSULTED = "Or, in a practice of one: consulted with (name), on (date), and why"
_REVIEW = "To be reviewed on (date)"


def decision(told: Told, screening: Screening | None) -> Section:
    """Return what was decided beside what is recommended; with lines to fill in where nothing was decided."""
    decided = screening.decided if screening else None
    by = screening.decided_by if screening else None
    blocks: tuple[Block, ...] = (
        _side_by_side(told, decided),
        *(_blank(told) if decided is None else _said(told, decided, by)),
    )
    since = overtaken(screening) if screening else None
    if since:
        blocks = (Paragraph(f"{since}. Decide anew.", "strong"), *blocks)
    return Section("decision", "The clinician's decision", blocks)


def overtaken(screening: Screening) -> str | None:
    """Return that a decision is older than an alert or an amendment, in a clause; None where it is not."""
    since, by = since_decided(screening), screening.decided_by
    if since is None or by is None:
        return None
    return f"Decided on {by.at.date()}, before the {since.what} of {since.at.date()}"


def _side_by_side(told: Told, decided: Decided | None) -> Table:
    rows = tuple(
        (words.MODALITY[form], words.RECOMMENDATION[result.recommendation], _chosen(decided, form))
        for form, result in told.assessment.modalities.items()
    )
    return Table("Recommended and decided", _HEAD, rows)


def _chosen(decided: Decided | None, form: str) -> str:
    """Return what was decided for a form; an empty cell where nothing was decided for any."""
    if decided is None:
        return ""
    return next(
        (words.CHOICE[choice] for decided_form, choice in decided.choices.items() if decided_form == form),
        "nothing decided",
    )


def _blank(told: Told) -> tuple[Block, ...]:
    """Return the lines to fill in: for a second name only where offering a form sets safety aside."""
    guarded = set_aside(dict.fromkeys(told.assessment.modalities, "offer"), told.assessment)
    if not guarded:
        return (Blanks((*_TO_SIGN, _REVIEW)),)
    why = (
        f"A second clinician signs where one of these is offered, since that sets a safety matter aside: "
        f"{told.modalities(guarded)}."
    )
    return Paragraph(why), Blanks((*_TO_SIGN, _SECOND, _CONSULTED, _REVIEW))


def _said(told: Told, decided: Decided, by: Stamped | None) -> tuple[Block, ...]:
    lines = Bullets(tuple(_lines(told, decided, by)))
    return (lines,) if decided.review_on else (lines, Blanks((_REVIEW,)))


def _lines(told: Told, decided: Decided, by: Stamped | None) -> Iterator[str]:
    if by is not None:
        yield f"Decided by {by.who}, {moment(by.at)}"
    coded = REASONS[decided.code].words if decided.code in REASONS else decided.code
    yield " \u2014 ".join(filter(None, (f"Reason: {coded}", decided.reason)))
    yield from _second(told, decided)
    instead = decided.instead
    if instead:
        yield f"Offered instead, from {instead.on}, by {instead.by}: {instead.what}"
    if decided.review_on:
        yield f"To be reviewed on {decided.review_on}"


def _second(told: Told, decided: Decided) -> Iterator[str]:
    """Yield who else answers for it, and for which forms that was needed."""
    known = {form: each for form, each in decided.choices.items() if form in told.assessment.modalities}
    guarded = set_aside(known, told.assessment)
    if guarded:
        yield f"This sets a safety matter aside for: {told.modalities(guarded)}"
    if decided.second:
        yield f"Second clinician, who agrees: {decided.second}"
    consulted = decided.consultation
    if consulted:
        yield f"Consulted on {consulted.on}: {consulted.with_whom} \u2014 {consulted.reason}"
    if guarded and not (decided.second or consulted):
        yield "Nobody else is on record as agreeing; a second clinician is needed"
