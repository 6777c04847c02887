"""Checks of scales: their items, their range, and bands without gaps or overlaps."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from screenkit.content.read import Path
from screenkit.content.readings import Read
from screenkit.engine.score import extent
from screenkit.errors import Problem, suggestion
from screenkit.models.base import printed
from screenkit.models.questionnaire import Band, Item, Questionnaire, Scale


def check_scale(
    read: Read[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    """Yield everything wrong with one scale; its bands are looked at once its range is certain."""
    problems = list(_parts_and_extent(read, path, scale, items))
    yield from problems or _check_bands(read, path, scale, items)


def _parts_and_extent(
    read: Read[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    for key in ("items", "reversed"):
        for n, name in enumerate(getattr(scale, key)):
            if name not in items:
                do = suggestion(name, items, "name items of this questionnaire")
                yield read.problem((*path, key, n), f"no item '{name}' in this questionnaire", do)
            elif key == "reversed" and name not in scale.items:
                yield read.problem(
                    (*path, key, n), f"'{name}' is reversed but not part of the scale", "add it to 'items'"
                )
            elif key == "reversed" and items[name].number is None:
                yield read.problem(
                    (*path, key, n), f"'{name}' has no range to be reversed in", "give it a 'number'"
                )
    for n, rescale in enumerate(scale.rescaled):
        item = items.get(rescale.item)
        if item and item.number is None:
            what = f"'{rescale.item}' has no range to be laid onto another"
            yield read.problem((*path, "rescaled", n), what, "give it a 'number'")
        if rescale.item not in scale.items or rescale.item in scale.reversed:
            yield read.problem(
                (*path, "rescaled", n),
                f"'{rescale.item}' cannot be laid onto a range here",
                "name an item of the scale that is not reversed",
            )
    for name in scale.items:
        yield from _check_part(read, path, scale, items.get(name))
    yield from _check_extent(read, path, scale)


def _check_extent(read: Read[Questionnaire], path: Path, scale: Scale) -> Iterator[Problem]:
    if len(set(scale.items)) != len(scale.items):
        yield read.problem((*path, "items"), "an item stands here twice", "name each item once")
    if not scale.items and (scale.lowest is None or scale.highest is None or scale.lowest >= scale.highest):
        yield read.problem(
            path, "a score without items has no range", "add 'lowest' and 'highest', or 'items'"
        )
    if scale.items and (scale.lowest is not None or scale.highest is not None):
        yield read.problem(path, "the items already give the range", "take 'lowest' and 'highest' away")
    if scale.missing and scale.missing.at_most >= max(len(scale.items), 1):
        yield read.problem(
            (*path, "missing", "at_most"), "an estimate needs at least one item answered", "lower it"
        )


def _check_part(read: Read[Questionnaire], path: Path, scale: Scale, item: Item | None) -> Iterator[Problem]:
    if item is None:
        return
    if item.values and not set(item.values) <= set(scale.points):
        yield read.problem(
            (*path, "points"),
            f"'{item.id}' is answered in words that have no points",
            f"give points for {', '.join(item.values)}",
        )
    if item.ask_when and scale.when_not_applicable is None:
        yield read.problem(
            path,
            f"'{item.id}' may not be asked, and the scale does not say what it counts then",
            "add 'when_not_applicable'",
        )


def _check_bands(
    read: Read[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    reach = extent(scale, items)
    for n, cut_off in enumerate(scale.cut_offs):
        if not reach.low <= cut_off.at <= reach.high:
            yield read.problem(
                (*path, "cut_offs", n),
                "this point lies outside the score's range",
                _range(reach.low, reach.high),
            )
    if not scale.bands:
        return
    expected: Fraction = reach.low
    for n, band in enumerate(scale.bands):
        if band.lowest != expected:
            kind = "a gap before" if band.lowest > expected else "an overlap with"
            yield read.problem(
                (*path, "bands", n),
                f"there is {kind} the band '{band.id}'",
                f"start it at {printed(expected)}",
            )
        expected = _next(band)
    for n, band in enumerate(scale.bands[:-1]):
        if band.to is not None and not scale.is_whole:
            what = "a score may lie between this band and the next"
            do = f"write 'below: {printed(scale.bands[n + 1].lowest)}'"
            yield read.problem((*path, "bands", n), what, do)
    if scale.bands[-1].to != reach.high:
        yield read.problem(
            (*path, "bands", len(scale.bands) - 1),
            "the last band does not end where the score ends",
            f"write 'to: {printed(reach.high)}'",
        )
    if len({band.id for band in scale.bands}) != len(scale.bands):
        yield read.problem((*path, "bands"), "two bands have one id", "give each an id of its own")


def _next(band: Band) -> Fraction:
    """Return where the next band starts: at `below`, or one whole point after `to`."""
    return band.below if band.below is not None else (band.to or Fraction(0)) + 1


def _range(low: Fraction, high: Fraction) -> str:
    return f"the score runs from {printed(low)} to {printed(high)}"
