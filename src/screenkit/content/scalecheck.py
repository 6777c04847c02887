"""Checks of scales: their items, their range, and bands without gaps or overlaps."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from screenkit.content.draft import Draft
from screenkit.content.read import Path
from screenkit.engine.score import extent
from screenkit.errors import Problem
from screenkit.models.base import printed
from screenkit.models.questionnaire import Band, Item, Questionnaire, Scale


def check_scale(
    draft: Draft[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    """Yield everything wrong with one scale, save names of items there are none of.

    `items` are those that are well made; bands are looked at once the range is certain.
    """
    problems = list(_parts_and_extent(draft, path, scale, items))
    yield from problems
    if not problems and all(name in items for name in scale.items):
        yield from _check_bands(draft, path, scale, items)


def has_range(draft: Draft[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]) -> bool:
    """Say whether it is certain from where to where a scale runs."""
    if not all(name in items for name in scale.items):
        return False
    return not any(_parts_and_extent(draft, path, scale, items))


def _parts_and_extent(
    draft: Draft[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    for n, name in enumerate(scale.reversed):
        if name not in items:
            continue
        if name not in scale.items:
            yield draft.problem(
                (*path, "reversed", n),
                f"'{name}' is reversed but not part of the scale",
                "add it to 'items'",
            )
        elif items[name].number is None:
            yield draft.problem(
                (*path, "reversed", n), f"'{name}' has no range to be reversed in", "give it a 'number'"
            )
    for n, rescale in enumerate(scale.rescaled):
        item = items.get(rescale.item)
        if item and item.number is None:
            what = f"'{rescale.item}' has no range to be laid onto another"
            yield draft.problem((*path, "rescaled", n), what, "give it a 'number'")
        if rescale.item not in scale.items or rescale.item in scale.reversed:
            yield draft.problem(
                (*path, "rescaled", n),
                f"'{rescale.item}' cannot be laid onto a range here",
                "name an item of the scale that is not reversed",
            )
    for name in scale.items:
        yield from _check_part(draft, path, scale, items.get(name))
    yield from _check_extent(draft, path, scale)


def _check_extent(draft: Draft[Questionnaire], path: Path, scale: Scale) -> Iterator[Problem]:
    if len(set(scale.items)) != len(scale.items):
        yield draft.problem((*path, "items"), "an item stands here twice", "name each item once")
    if not scale.items and (scale.lowest is None or scale.highest is None or scale.lowest >= scale.highest):
        yield draft.problem(
            path, "a score without items has no range", "add 'lowest' and 'highest', or 'items'"
        )
    if scale.items and (scale.lowest is not None or scale.highest is not None):
        yield draft.problem(path, "the items already give the range", "take 'lowest' and 'highest' away")
    if scale.missing and scale.missing.at_most >= max(len(scale.items), 1):
        yield draft.problem(
            (*path, "missing", "at_most"), "an estimate needs at least one item answered", "lower it"
        )


def _check_part(
    draft: Draft[Questionnaire], path: Path, scale: Scale, item: Item | None
) -> Iterator[Problem]:
    if item is None:
        return
    if item.values and not set(item.values) <= set(scale.points):
        yield draft.problem(
            (*path, "points"),
            f"'{item.id}' is answered in words that have no points",
            f"give points for {', '.join(item.values)}",
        )
    if item.ask_when and scale.when_not_applicable is None:
        yield draft.problem(
            path,
            f"'{item.id}' may not be asked, and the scale does not say what it counts then",
            "add 'when_not_applicable'",
        )


def _check_bands(
    draft: Draft[Questionnaire], path: Path, scale: Scale, items: Mapping[str, Item]
) -> Iterator[Problem]:
    reach = extent(scale, items)
    for n, cut_off in enumerate(scale.cut_offs):
        if not reach.low <= cut_off.at <= reach.high:
            yield draft.problem(
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
            yield draft.problem(
                (*path, "bands", n),
                f"there is {kind} the band '{band.id}'",
                f"start it at {printed(expected)}",
            )
        expected = _next(band)
    for n, band in enumerate(scale.bands[:-1]):
        if band.to is not None and not scale.is_whole:
            what = "a score may lie between this band and the next"
            do = f"write 'below: {printed(scale.bands[n + 1].lowest)}'"
            yield draft.problem((*path, "bands", n), what, do)
    if scale.bands[-1].to != reach.high:
        yield draft.problem(
            (*path, "bands", len(scale.bands) - 1),
            "the last band does not end where the score ends",
            f"write 'to: {printed(reach.high)}'",
        )
    if len({band.id for band in scale.bands}) != len(scale.bands):
        yield draft.problem((*path, "bands"), "two bands have one id", "give each an id of its own")


def _next(band: Band) -> Fraction:
    """Return where the next band starts: at `below`, or one whole point after `to`."""
    return band.below if band.below is not None else (band.to or Fraction(0)) + 1


def _range(low: Fraction, high: Fraction) -> str:
    return f"the score runs from {printed(low)} to {printed(high)}"
