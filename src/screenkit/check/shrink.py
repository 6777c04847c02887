"""Take away from a counterexample whatever it does not need, as long as the engine still calls it one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from screenkit.check.breaks import Change
from screenkit.models.answers import Answers
from screenkit.models.content import Content

Judge = Callable[[Answers, Change], bool]
"""Says whether answers, and the change of them, are a counterexample."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The answers of somebody who breaks a property, and what is given anew where it takes two."""

    answers: Answers
    change: Change


def shrunk(found: Counterexample, judge: Judge) -> Counterexample:
    """Return a counterexample of which no single answer and no single change can be taken away."""
    while True:
        smaller = _smaller(found, judge)
        if smaller == found:
            return found
        found = smaller


def _smaller(found: Counterexample, judge: Judge) -> Counterexample:
    if len(found.change) > 1:
        for name in list(found.change):
            change = {each: answer for each, answer in found.change.items() if each != name}
            if change and judge(found.answers, change):
                found = Counterexample(found.answers, change)
    for names in _chunks(list(found.answers.given)):
        given = {name: answer for name, answer in found.answers.given.items() if name not in names}
        fewer = replace(found.answers, given=given)
        if len(given) < len(found.answers.given) and judge(fewer, found.change):
            found = Counterexample(fewer, found.change)
    return found


def _chunks(names: list[str]) -> Iterable[set[str]]:
    """Yield groups of names, large ones first, so that much falls away at once."""
    size = max(1, len(names) // 2)
    while True:
        for start in range(0, len(names), size):
            yield set(names[start : start + size])
        if size == 1:
            return
        size //= 2


def in_order(content: Content, answers: Answers) -> Answers:
    """Return the same answers in the order they are asked."""
    return replace(
        answers, given=dict(sorted(answers.given.items(), key=lambda pair: content.order[pair[0]]))
    )
