"""Vignettes made ready: the states of each invented person, and what is asserted of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from screenkit.assessment import LEVELS, SafetyLevel, Truth
from screenkit.check.flaw import Flaw, Spot
from screenkit.engine.decide import decide
from screenkit.engine.gates import open_gates
from screenkit.engine.recommend import recommend
from screenkit.engine.states import States
from screenkit.models.answers import Answer, Answers
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.ruleset import Rule
from screenkit.models.vignette import Expected, Outcome

Truths = Mapping[str, Truth]


NOTHING_STATED = Outcome()


@dataclass(frozen=True)
class Case:
    """One set of answers and what must follow.

    `is_so` maps rules and definitions to the truth they must have, `is_not` names rules that must not be yes.
    """

    spot: Spot
    content: Content
    answers: Mapping[str, Answer]
    outcome: Outcome = NOTHING_STATED
    is_so: Mapping[str, Truth] = field(default_factory=dict)
    is_not: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @cached_property
    def states(self) -> States:
        """What is known of every item and score."""
        return States(self.content, Answers(self.answers))

    @cached_property
    def truths(self) -> Truths:
        """What every rule comes to."""
        return {
            rule.id: decide(rule.when, self.states) if rule.when else Truth.YES
            for rule in self.content.ruleset.rules
        }

    @cached_property
    def speaking(self) -> tuple[tuple[Rule, Truth], ...]:
        """The rules that are yes or undecided."""
        return tuple(
            (r, self.truths[r.id]) for r in self.content.ruleset.rules if self.truths[r.id] is not Truth.NO
        )

    @cached_property
    def expected(self) -> Mapping[Modality, Expected]:
        """The recommendations that must follow."""
        return self.outcome.by_modality

    @cached_property
    def open_items(self) -> tuple[str, ...]:
        """The gate items that hold."""
        return tuple(item.id for item in open_gates(self.content, self.states, self.states))

    @cached_property
    def level(self) -> SafetyLevel:
        """The gravest alert."""
        return level(self, AS_WRITTEN)

    def truth(self, name: str) -> Truth:
        """Return what a rule or definition comes to."""
        if name in self.truths:
            return self.truths[name]
        return decide(self.content.ruleset.definitions[name], self.states)


@dataclass(frozen=True)
class Reading:
    """How the rules are read: as they are written, or with one thing changed.

    `truths` are the truths that differ, `rules` the rules that are another, `no_gates` items that are none.
    """

    truths: Truths = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    no_gates: frozenset[str] = frozenset()


AS_WRITTEN = Reading()


def outcome(case: Case, reading: Reading = AS_WRITTEN) -> Outcome:
    """Return what a case comes to under a reading."""
    found = recommendations(case, reading, case.content.ruleset.modalities)
    return Outcome.model_validate({**found, "safety": level(case, reading)})


def recommendations(case: Case, reading: Reading, modalities: Iterable[Modality]) -> dict[Modality, Expected]:
    """Return what is recommended under a reading."""
    content = case.content
    speaking = _speaking(case, reading)
    held = _held(case, reading)
    return {
        modality: recommend(
            [
                (rule, truth)
                for rule, truth in speaking
                if rule.effect in _WEIGHING and modality in (rule.modalities or content.ruleset.modalities)
            ],
            gate_open=modality in held,
        ).value
        for modality in modalities
    }


def misses(case: Case, reading: Reading = AS_WRITTEN) -> Iterator[str]:
    """Yield everything asserted of a case that does not hold under a reading, in words."""
    for name, truth in case.is_so.items():
        told = reading.truths.get(name) or case.truth(name)
        if told is not truth:
            yield f"'{name}' must be {truth.value} and is {told.value}"
    for name in case.is_not:
        if (reading.truths.get(name) or case.truth(name)) is Truth.YES:
            yield f"'{name}' must not be yes and is"
    modalities = [each for each in case.content.ruleset.modalities if each in case.expected]
    found = recommendations(case, reading, modalities)
    for modality, wanted in case.expected.items():
        came_to = found.get(modality, "no form of this rule set")
        if came_to != wanted:
            yield f"{modality} must be {wanted} and is {came_to}"
    alert = case.outcome.safety
    if alert is not None and alert != level(case, reading):
        yield f"the alert must be {alert} and is {level(case, reading)}"


def run(cases: Iterable[Case]) -> Iterator[Flaw]:
    """Yield where a vignette does not come to what it says."""
    for case in cases:
        for missed in (*misses(case), *_uncited(case)):
            yield Flaw(
                "vignette", "error", case.spot, missed, "mend the rule, or the vignette if it is mistaken"
            )


def _uncited(case: Case) -> Iterator[str]:
    if not case.cites:
        return
    told = {
        name for r in case.content.ruleset.rules if case.truths[r.id] is not Truth.NO for name in r.rests_on
    }
    if case.open_items:
        told.update(case.content.ruleset.gates.rests_on)
    for name in case.cites:
        if name not in told:
            yield f"'{name}' must be cited and is not"


_WEIGHING = {"exclude", "hold", "caution"}


def _speaking(case: Case, reading: Reading) -> list[tuple[Rule, Truth]]:
    """Return the rules that are yes or undecided under a reading."""
    found = [
        (reading.rules.get(rule.id, rule), truth)
        for rule, truth in case.speaking
        if rule.id not in reading.truths
    ]
    by_id = case.content.rules_by_id if reading.truths else {}
    found += [
        (reading.rules.get(name, by_id[name]), truth)
        for name, truth in reading.truths.items()
        if name in by_id and truth is not Truth.NO
    ]
    return found


def _held(case: Case, reading: Reading) -> set[Modality]:
    content = case.content
    return {
        modality
        for name in case.open_items
        if name not in reading.no_gates
        for modality in content.concerns(content.items[name])
    }


def level(case: Case, reading: Reading) -> SafetyLevel:
    """Return the gravest alert under a reading."""
    levels: list[SafetyLevel] = [
        rule.alert for rule, truth in _speaking(case, reading) if rule.alert and truth is Truth.YES
    ]
    if _held(case, reading):
        levels.append("complete_screen")
    return max(levels, key=LEVELS.index, default="none")
