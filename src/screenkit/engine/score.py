"""Score a scale as an interval: from the lowest to the highest it can still be."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Literal

from screenkit.assessment import Interval, Score
from screenkit.models.answers import SILENT, Answer, NoAnswer
from screenkit.models.questionnaire import Item, Scale

ROUNDING = Fraction(1, 20)
"""How far an entered mean may lie from its items: half of the one decimal it is commonly rounded to."""


Span = tuple[Fraction, Fraction]
"""The least and the most that one item can add."""


def score(
    scale: Scale,
    items: Mapping[str, Item],
    states: Mapping[str, Answer],
    entered: Answer | None,
    without_value: Mapping[str, Span] | None = None,
) -> Score | None:
    """Return what is known of a score, or None when neither an item nor a total was answered in any way.

    `states` holds the state of each item of the scale, `entered` the total given directly, if any;
    `without_value` what each item adds that has no value, where that is known already. A total
    inside the interval of the answered items is the score; outside it, the score runs over both. Items that
    were declined or not known make a score that can be anything.
    """
    total = entered if isinstance(entered, Fraction) else None
    values = [state for state in states.values() if not isinstance(state, NoAnswer)]
    counted = [state for state in states.values() if _counts_without_value(scale, state)]
    if total is None and not values and not counted and not SILENT & set(states.values()):
        return None
    interval = from_items(scale, items, states, without_value)
    estimate = None if total is not None else _estimate(scale, items, states)
    contradicted = False
    if total is not None:
        slack = ROUNDING if scale.method == "mean" else Fraction(0)
        contradicted = not interval.low - slack <= total <= interval.high + slack
        interval = _joined(interval, total) if contradicted else _nearest(interval, total)
    source: Literal["items", "entered", "both"] = "entered" if not values else "both"
    return Score(
        id=scale.id,
        interval=interval,
        estimate=estimate,
        band=_band(scale, interval),
        answered=len(values),
        not_applicable=len(counted),
        items=len(scale.items),
        source="items" if total is None else source,
        contradicted=contradicted,
    )


def from_items(
    scale: Scale,
    items: Mapping[str, Item],
    states: Mapping[str, Answer],
    without_value: Mapping[str, Span] | None = None,
) -> Interval:
    """Return the interval that the items alone allow."""
    open_spans = without_value or spans_without_value(scale, items)
    if not scale.items:
        return Interval(scale.lowest or Fraction(0), scale.highest or Fraction(0))
    spans = [_span(scale, items[name], states[name]) or open_spans[name] for name in scale.items]
    lows, highs = zip(*spans, strict=True)
    divisor = len(scale.items) if scale.method == "mean" else 1
    low = _sum(lows, divisor)
    return Interval(low, low if lows == highs else _sum(highs, divisor))


def extent(scale: Scale, items: Mapping[str, Item]) -> Interval:
    """Return the lowest and highest a score can ever be."""
    return from_items(scale, items, dict.fromkeys(scale.items, NoAnswer.NOT_ASKED))


def spans_without_value(scale: Scale, items: Mapping[str, Item]) -> dict[str, Span]:
    """Return what each item of a scale can add that has no value and may still get one."""
    return {name: _open_span(scale, items[name]) for name in scale.items}


def points(scale: Scale, item: Item, value: str | Fraction) -> Fraction:
    """Return what one answer adds: its number, its points, or its place on the range it is laid onto."""
    if isinstance(value, str):
        return scale.points[value]
    if item.number is None:
        return value
    lowest, highest = item.number.lowest, item.number.highest
    if item.id in scale.reversed:
        return lowest + highest - value
    for rescale in scale.rescaled:
        if rescale.item == item.id:
            share = (value - lowest) / (highest - lowest)
            return rescale.lowest + share * (rescale.highest - rescale.lowest)
    return value


def _span(scale: Scale, item: Item, state: Answer) -> Span | None:
    """Return what one item adds by its value, or by being not applicable; None where anything is possible."""
    if not isinstance(state, NoAnswer):
        only = points(scale, item, state)
        return only, only
    absent = scale.when_not_applicable
    if absent is not None and state is NoAnswer.NOT_APPLICABLE:
        return absent, absent
    return None


def _open_span(scale: Scale, item: Item) -> Span:
    absent = scale.when_not_applicable
    every = [points(scale, item, value) for value in _extremes(item)]
    if absent is not None and item.ask_when:
        every.append(absent)
    return min(every), max(every)


def _extremes(item: Item) -> tuple[str | Fraction, ...]:
    if item.number:
        return Fraction(item.number.lowest), Fraction(item.number.highest)
    return tuple(item.values or ())


def _sum(numbers: Iterable[Fraction], divisor: int) -> Fraction:
    """Return the sum of some numbers, divided; in whole parts: adding fractions two by two takes long."""
    parts = [number.as_integer_ratio() for number in numbers]
    whole = lcm(*(denominator for _, denominator in parts))
    total = sum(numerator * (whole // denominator) for numerator, denominator in parts)
    return Fraction(total, whole * divisor)


def _joined(interval: Interval, total: Fraction) -> Interval:
    return Interval(min(interval.low, total), max(interval.high, total))


def _nearest(interval: Interval, total: Fraction) -> Interval:
    point = min(max(total, interval.low), interval.high)
    return Interval(point, point)


def _band(scale: Scale, interval: Interval) -> str | None:
    """Return the band both ends share, `undetermined` when they do not, None when the scale has none."""
    if not scale.bands:
        return None
    low = _band_of(scale, interval.low)
    high = low if interval.low == interval.high else _band_of(scale, interval.high)
    return low if low is not None and low == high else "undetermined"


def _band_of(scale: Scale, number: Fraction) -> str | None:
    return next((band.id for band in scale.bands if band.holds(number)), None)


def _estimate(scale: Scale, items: Mapping[str, Item], states: Mapping[str, Answer]) -> Fraction | None:
    """Return the mean of the answered items laid over all of them, where a rule allows it.

    A gate item is never filled in: with one missing there is no estimate.
    """
    known = {name: state for name, state in states.items() if _is_known(scale, state)}
    missing = [name for name in scale.items if name not in known]
    allowed = scale.missing is not None and 0 < len(missing) <= scale.missing.at_most
    if scale.missing is None or not allowed or not known or any(items[name].gate for name in missing):
        return None
    spans = [_span(scale, items[name], state) for name, state in known.items()]
    mean = _sum((span[0] for span in spans if span), len(known))
    total = mean * len(scale.items)
    if scale.missing.rounded:
        total = Fraction(int(total + Fraction(1, 2)))
    return total / len(scale.items) if scale.method == "mean" else total


def _is_known(scale: Scale, state: Answer) -> bool:
    return not isinstance(state, NoAnswer) or _counts_without_value(scale, state)


def _counts_without_value(scale: Scale, state: Answer) -> bool:
    return state is NoAnswer.NOT_APPLICABLE and scale.when_not_applicable is not None
