"""What changed between two screenings of a case, and why what is recommended moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from screenkit.assessment import Assessment, Finding, Recommendation, State, Truth
from screenkit.case.standing import HELD_RULE
from screenkit.engine.assess import GATE_RULE
from screenkit.models.answers import NoAnswer
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.ruleset import Effect, Rule

ASKED_ANEW = "X-RESCREEN"
"""The criterion that what was agreed for a room does not carry over when a group moves online."""

_BARRIERS: frozenset[Effect] = frozenset({"exclude", "hold", "caution"})
_SETTING = frozenset({"law_consent", "privacy_access"})
_NOTHING = frozenset({NoAnswer.NOT_ASKED, NoAnswer.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two screenings: its assessment, and the content it was made under."""

    content: Content
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An item or entered total that differs; None where the content of that screening does not know it."""

    item: str
    before: State | None
    after: State | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A rule whose truth differs; None where the rule set of that screening does not hold it.

    The engine's own hold on open safety questions and the hold of alerts on record stand under their names.
    """

    rule: str
    effect: Effect
    before: Truth | None
    after: Truth | None


@dataclass(frozen=True, slots=True)
class FormChange:
    """What was and what is recommended for one form, and the findings that moved it."""

    modality: Modality
    before: Recommendation | None
    after: Recommendation | None
    because: tuple[FindingChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two screenings.

    `forms` names every form, moved or not. When the group moves online, `anew` holds the items on consent,
    privacy and place that were answered then and have been asked anew, `not_yet` those that have not.
    """

    answers: tuple[AnswerChange, ...]
    findings: tuple[FindingChange, ...]
    forms: tuple[FormChange, ...]
    moves_online: bool
    anew: tuple[str, ...]
    not_yet: tuple[str, ...]


def compare(before: Side, after: Side) -> Comparison:
    """Return what differs between an earlier and a later screening, with what is on record laid over both."""
    moves = _moves_online(before, after)
    setting = [name for name in _of_the_setting(after.content) if _has(before, name)] if moves else []
    return Comparison(
        answers=tuple(_answers(before, after)),
        findings=tuple(_changes(_truths(before, None), _truths(after, None))),
        forms=tuple(_forms(before, after)),
        moves_online=moves,
        anew=tuple(name for name in setting if _has(after, name)),
        not_yet=tuple(name for name in setting if not _has(after, name)),
    )


def _answers(before: Side, after: Side) -> Iterator[AnswerChange]:
    for name in dict.fromkeys((*after.content.order, *before.content.order)):
        is_item = name in after.content.items or name in before.content.items
        if not is_item and not (_is_entered(before, name) or _is_entered(after, name)):
            continue
        was, now = before.assessment.states.get(name), after.assessment.states.get(name)
        if was != now and not {was, now} <= {*_NOTHING, None}:
            yield AnswerChange(name, was, now)


def _is_entered(side: Side, name: str) -> bool:
    """Say whether a score was entered as a total."""
    score = side.assessment.scores.get(name)
    return score is not None and score.source != "items"


_Truths = Mapping[str, tuple[Effect, Truth]]


def _truths(side: Side, form: Modality | None) -> _Truths:
    """Return the truth of every rule, of one form or of all, and of the holds that are no rule."""
    assessment = side.assessment
    open_items = assessment.gate.items if form is None else assessment.gate.open_for(form)
    findings = assessment.findings if form is None else assessment.modalities[form].findings
    held = Truth.YES if assessment.safety.holding else Truth.NO
    return {
        HELD_RULE: ("hold", held),
        GATE_RULE: ("hold", Truth.UNKNOWN if open_items else Truth.NO),
        **{each.rule.id: (each.rule.effect, each.truth) for each in findings},
    }


def _changes(before: _Truths, after: _Truths) -> Iterator[FindingChange]:
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was != now:
            effect = (now or was or ("hold", None))[0]
            yield FindingChange(name, effect, was[1] if was else None, now[1] if now else None)


def _forms(before: Side, after: Side) -> Iterator[FormChange]:
    for form in dict.fromkeys((*after.assessment.modalities, *before.assessment.modalities)):
        was, now = before.assessment.modalities.get(form), after.assessment.modalities.get(form)
        because: tuple[FindingChange, ...] = ()
        if was and now and was.recommendation is not now.recommendation:
            changes = _changes(_truths(before, form), _truths(after, form))
            because = tuple(each for each in changes if _weighs(each, before, after))
        yield FormChange(
            form, was.recommendation if was else None, now.recommendation if now else None, because
        )


def _weighs(change: FindingChange, before: Side, after: Side) -> bool:
    """Say whether a change moved what a finding weighs."""
    return _weight(before, change.rule, change.before) != _weight(after, change.rule, change.after)


def _weight(side: Side, name: str, truth: Truth | None) -> Effect | None:
    """Return the effect with which a finding weighs on a recommendation, None where it does not."""
    finding = _finding(side.assessment, name)
    effect: Effect = finding.rule.effect if finding else "hold"
    counts = truth is Truth.YES or (
        truth is Truth.UNKNOWN and (finding is None or finding.rule.counts_when_unknown)
    )
    return effect if counts and effect in _BARRIERS else None


def _finding(assessment: Assessment, name: str) -> Finding | None:
    return next((each for each in assessment.findings if each.rule.id == name), None)


def _moves_online(before: Side, after: Side) -> bool:
    """Say whether the group moves from a room to online between the two."""
    told = any(
        each.truth is Truth.YES and ASKED_ANEW in each.rule.rests_on for each in after.assessment.findings
    )
    was_in_a_room = set(before.content.ruleset.modalities) == {"in_person"}
    return told or (was_in_a_room and set(after.content.ruleset.modalities) != {"in_person"})


def _of_the_setting(content: Content) -> list[str]:
    """Return the items on consent, privacy, place and platform that only online forms ask about."""
    read = {
        name
        for rule in content.ruleset.rules
        if _speaks_of_the_setting(content, rule)
        for name in content.reads[rule.id]
    }
    return [name for name in content.order if name in read and name in content.items]


def _speaks_of_the_setting(content: Content, rule: Rule) -> bool:
    return (
        rule.effect in _BARRIERS
        and rule.domain in _SETTING
        and "in_person" not in content.modalities_of(rule)
    )


def _has(side: Side, name: str) -> bool:
    state = side.assessment.states.get(name)
    return state is not None and not isinstance(state, NoAnswer) and name not in side.assessment.assumed
