"""The scoring box of a paper form: how each score is worked out by hand, its bands and published points."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from screenkit.engine.score import extent
from screenkit.models.base import printed
from screenkit.models.questionnaire import Band, Item, MissingRule, Questionnaire, Scale
from screenkit.report.document import Question, Questions, Section
from screenkit.report.spoken import Spots, numbered

_LEAD = (
    "A score is no diagnosis, and none decides by itself. screenkit works every score out from the answers; "
    "this box is for working by hand."
)


def scores(questionnaire: Questionnaire, where: Spots) -> Section | None:
    """Return a box for each score of a questionnaire, or None where it has none."""
    items = {item.id: item for item in questionnaire.items}
    leads = (_LEAD, *("" for _ in questionnaire.scales))
    pairs = zip(questionnaire.scales, leads, strict=False)
    boxes = tuple(_box(scale, lead, items, where) for scale, lead in pairs)
    return Section("scores", "Scores", (Questions(boxes),)) if boxes else None


def _box(scale: Scale, lead: str, items: dict[str, Item], where: Spots) -> Question:
    reach = extent(scale, items)
    span = f"{printed(reach.low)} to {printed(reach.high)}"
    return Question(
        number="",
        text=scale.title,
        remarks=tuple(each for each in (lead, *_remarks(scale, items, where)) if each),
        boxes=tuple(_band(band) for band in scale.bands),
        blanks=(f"Score, {span}", "With a question unanswered: from the lowest to the highest it can be"),
    )


def _remarks(scale: Scale, items: dict[str, Item], where: Spots) -> Iterator[str]:
    if scale.items:
        yield " ".join(_how(scale, items, where))
        yield " ".join(_with_missing(scale, items, where))
        if scale.missing:
            yield f"Missing answers: {scale.missing.source}"
    for point in scale.cut_offs:
        yield f"Published point {printed(point.at)}: {point.means} ({point.source})"
    yield f"Source: {scale.source}"


def _how(scale: Scale, items: dict[str, Item], where: Spots) -> Iterator[str]:
    """Say how the score is counted, step by step."""
    if scale.points:
        labels = {value: label for name in scale.items for value, label in (items[name].values or {}).items()}
        counts = [
            f"\u201c{labels.get(value, value)}\u201d counts {printed(n)}" for value, n in scale.points.items()
        ]
        yield f"{', '.join(counts)}."
    yield from (_turned(ends, names, where) for ends, names in _by_ends(scale, items).items())
    for each in scale.rescaled:
        number = where[each.item].number
        yield f"Lay question {number} evenly onto {printed(each.lowest)} to {printed(each.highest)}."
    if scale.when_not_applicable is not None:
        yield f"A question that is not to be asked counts {printed(scale.when_not_applicable)}."
    added = f"Add {_questions(scale.items, where)}"
    yield f"{added} and divide by {len(scale.items)}." if scale.method == "mean" else f"{added}."


def _by_ends(scale: Scale, items: dict[str, Item]) -> dict[Fraction, list[str]]:
    """Return the reversed items, by what their number is taken from to turn it round."""
    found: dict[Fraction, list[str]] = {}
    for name in scale.reversed:
        number = items[name].number
        if number:
            found.setdefault(Fraction(number.lowest + number.highest), []).append(name)
    return found


def _turned(ends: Fraction, names: list[str], where: Spots) -> str:
    return (
        f"For this score only, turn {_questions(names, where)} round: {printed(ends)} minus the number. "
        "What is entered in screenkit stays as it was ticked."
    )


def _with_missing(scale: Scale, items: dict[str, Item], where: Spots) -> Iterator[str]:
    """Say what is done where questions have no answer."""
    yield (
        "With a question unanswered, work the score out twice, with the lowest and with the highest it can "
        "count, and write both."
    )
    rule = scale.missing
    if rule is None:
        return
    if rule.at_most:
        few = "one question" if rule.at_most == 1 else f"{rule.at_most} questions"
        yield f"With up to {few} unanswered, an estimate may be written beside it: {_estimate(scale, rule)}."
    gates = [name for name in scale.items if items[name].gate]
    if rule.at_most and gates:
        yield f"There is no estimate while {_questions(gates, where)} has no answer."


def _estimate(scale: Scale, rule: MissingRule) -> str:
    mean = "the mean of those answered"
    count = len(scale.items)
    whole = f"{mean} times {count}{', rounded to a whole number' if rule.rounded else ''}"
    how = whole if scale.method == "sum" else f"{whole}, divided by {count}" if rule.rounded else mean
    return f"{how}, marked as an estimate; no decision rests on it"


def _questions(names: Sequence[str], where: Spots) -> str:
    numbers = numbered(number for name in names if (number := where[name].number) is not None)
    return f"question {numbers}" if len(names) == 1 else f"questions {numbers}"


def _band(band: Band) -> str:
    low = printed(band.lowest)
    if band.below is not None:
        return f"{low} to below {printed(band.below)}: {band.title}"
    single = band.to is None or band.to == band.lowest
    return f"{low}: {band.title}" if single else f"{low} to {printed(band.to or band.lowest)}: {band.title}"
