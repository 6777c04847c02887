"""Assess one person: every score, every rule, every modality, and what is still open."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from screenkit import __version__
from screenkit.assessment import (
    LEVELS,
    STATES,
    Alert,
    Assessment,
    Finding,
    GateFinding,
    ModalityResult,
    Provenance,
    Safety,
    SafetyState,
    Score,
    ShownTension,
    State,
    Truth,
)
from screenkit.engine import remark
from screenkit.engine.ask import ask_next
from screenkit.engine.decide import decide
from screenkit.engine.gates import gate_finding, open_gates
from screenkit.engine.prepared import prepared
from screenkit.engine.recommend import Barrier, reachable, recommend
from screenkit.engine.states import States, mismatches
from screenkit.engine.support import supporting
from screenkit.errors import Problem
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.base import Modality
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import Rule

GATE_RULE = "safety-screen-incomplete"
"""The name under which the engine's own hold on unanswered gate items is reported."""


def assess(content: Content, answers: Answers) -> Assessment:
    """Return everything found about one set of answers.

    Pure: the same answers under the same content give the same assessment. It reads no clock, so answers that
    have grown stale must be made `not_asked` before they come here.
    """
    states = States(content, answers)
    truths = _truths(content, states)
    is_silent = any(isinstance(answer, NoAnswer) for answer in answers.given.values())
    view = States(content, answers, open_ended=True) if is_silent else states
    ready = prepared(content)
    findings = {
        rule.id: Finding(
            rule, truths[rule.id], {name: states[name] for name in reads}, evidence.level, evidence.binding
        )
        for rule, reads, evidence in ready.shown
    }
    gate = gate_finding(content, states)
    open_truths = _truths(content, view) if is_silent else truths
    open_items = open_gates(content, states, view)
    barriers = _barriers(content, truths)
    open_barriers = _barriers(content, open_truths) if is_silent else barriers
    gate_open = {
        m: any(m in content.concerns(item) for item in open_items) for m in content.ruleset.modalities
    }
    scores = _scores(content, states)
    return Assessment(
        case_id=answers.case_id,
        safety=_safety(content, truths, states, gate),
        modalities={
            modality: ModalityResult(
                recommendation=recommend(barriers[modality], gate_open=bool(gate.open_for(modality))),
                reachable=reachable(open_barriers[modality], gate_open=gate_open[modality]),
                findings=tuple(map(findings.__getitem__, ready.speaking[modality])),
            )
            for modality in content.ruleset.modalities
        },
        findings=tuple(findings.values()),
        gate=gate,
        scores=scores,
        tensions=tuple(_tensions(content, findings, states)),
        assumed=_assumed(content, answers),
        ask_again=_ask_again(content, answers, states),
        problems=tuple(_problems(content, answers, states, scores)),
        ask_next=ask_next(content, view, open_barriers, gate_open),
        states=_all_states(content, states),
        provenance=_provenance(content, answers),
        loosened=content.ruleset.loosens,
    )


def _truths(content: Content, states: States) -> dict[str, Truth]:
    return {name: decided(states) for name, decided in prepared(content).rules.items()}


def _barriers(content: Content, truths: Mapping[str, Truth]) -> dict[Modality, list[Barrier]]:
    return {m: [(rule, truths[rule.id]) for rule in rules] for m, rules in content.barriers.items()}


def _safety(content: Content, truths: Mapping[str, Truth], states: States, gate: GateFinding) -> Safety:
    alerts = [
        Alert(
            rule=rule.id,
            level=rule.alert,
            message=rule.because,
            items=supporting(rule.when, states) if rule.when else (),
            state=_state(rule, states),
        )
        for rule in content.ruleset.rules
        if rule.alert and truths[rule.id] is Truth.YES
    ]
    if gate.items:
        message = "Safety questions that come before any recommendation are still open."
        alerts.append(Alert(GATE_RULE, "complete_screen", message, tuple(gate.items)))
    alerts.sort(key=lambda alert: -LEVELS.index(alert.level))
    level = alerts[0].level if alerts else "none"
    return Safety(level, worst(alert.state for alert in alerts), tuple(alerts))


def worst(states: Iterable[SafetyState]) -> SafetyState:
    """Return how several alerts stand taken together: the state that is least settled, `none` without any."""
    return max(states, key=STATES.index, default="none")


def _state(rule: Rule, states: States) -> SafetyState:
    assessed = rule.assessed_when is not None and decide(rule.assessed_when, states) is Truth.YES
    return "assessed" if assessed else "open"


def _scores(content: Content, states: States) -> dict[str, Score]:
    scored = {scale.id: states.score(scale) for each in content.in_order for scale in each.scales}
    return {name: score for name, score in scored.items() if score}


def _tensions(content: Content, findings: Mapping[str, Finding], states: States) -> Sequence[ShownTension]:
    ready = prepared(content)
    return [
        ShownTension(
            id=tension.id,
            title=tension.title or tension.id,
            sides=tension.sides,
            fell=tuple(tuple((rule, findings[rule].truth) for rule in rules) for rules in sides),
            resolve=tension.resolve or "",
        )
        for tension, decided, sides in zip(content.ruleset.tensions, ready.tensions, ready.sides, strict=True)
        if decided(states) is Truth.YES
    ]


def _all_states(content: Content, states: States) -> dict[str, State]:
    """Return the state of every item and score there is, in the order they are asked."""
    return {name: states[name] for name in content.order}


def _assumed(content: Content, answers: Answers) -> dict[str, str]:
    """Return the values that count because the item has none of its own."""
    return {
        name: assumed
        for name, assumed in prepared(content).assumed
        if isinstance(answers.given.get(name, NoAnswer.NOT_ASKED), NoAnswer)
    }


def _ask_again(content: Content, answers: Answers, states: States) -> dict[str, tuple[str, ...]]:
    """Return the reassuring safety answers that have to be asked again, and why."""
    ready = prepared(content)
    doubts = tuple(says for says, decided in ready.doubts if decided(states) is Truth.YES)
    if not doubts:
        return {}
    return {item.id: doubts for item in ready.safety if _is_reassuring(item, answers)}


def _is_reassuring(item: Item, answers: Answers) -> bool:
    """Say whether a safety item was answered with its least serious value."""
    if not item.is_safety or item.id not in answers.given:
        return False
    given = answers.given[item.id]
    match item.ordered:
        case None:
            return False
        case tuple(values):
            return given == values[0]
        case "rising":
            return item.number is not None and given == item.number.lowest
        case "falling":
            return item.number is not None and given == item.number.highest
        case _:
            assert_never(item.ordered)


def _problems(
    content: Content, answers: Answers, states: States, scores: Mapping[str, Score]
) -> Sequence[Problem]:
    claimed = [remark.CLAIMED.of(name) for name in answers.claimed]
    uncalled = [remark.UNCALLED.of(item.id) for item in mismatches(content, answers, states)]
    contradicted = [remark.CONTRADICTED.of(score.id) for score in scores.values() if score.contradicted]
    together = _impossible(content, states)
    judged, unread = _judgements(content, answers), _unread(content, answers)
    return [*claimed, *uncalled, *contradicted, *together, *judged, *unread]


def _impossible(content: Content, states: States) -> Sequence[Problem]:
    """Return the answers that are declared impossible together; every one of them counts all the same."""
    return list(
        dict.fromkeys(
            remark.cannot_be_together(each.because).of(name)
            for each in content.ruleset.impossible
            for name in supporting(each.when, states)
        )
    )


def _judgements(content: Content, answers: Answers) -> Sequence[Problem]:
    return [
        remark.DECLINED_JUDGEMENT.of(item.id)
        for item in content.judgements
        if answers.given.get(item.id) is NoAnswer.DECLINED
    ]


def _unread(content: Content, answers: Answers) -> Sequence[Problem]:
    """Return the safety answers that were given and that nothing of this rule set looks at."""
    return [
        remark.UNREAD.of(item.id)
        for item in content.unread_safety
        if item.id in answers.given and not _is_reassuring(item, answers)
    ]


def _provenance(content: Content, answers: Answers) -> Provenance:
    given = {name: str(answer) for name, answer in answers.given.items()}
    canonical = json.dumps(given, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Provenance(__version__, content.versions, hashlib.sha256(canonical.encode()).hexdigest())
