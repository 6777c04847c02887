"""What the engine makes of one person, as far as properties speak of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from screenkit.assessment import LEVELS, Recommendation, SafetyLevel, Truth
from screenkit.engine.decide import decide
from screenkit.engine.gates import gate_finding, open_gates
from screenkit.engine.recommend import reachable, recommend
from screenkit.engine.score import from_items
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import SILENT, Answer, Answers
from screenkit.models.base import Modality
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.property import SAFETY

RANK = {each: n for n, each in enumerate(Recommendation)}
"""How closed a recommendation is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Recommendations, what is reachable, and the gravest alert; `on_safety` weighs safety rules alone."""

    recommended: Mapping[Modality, Recommendation]
    reachable: Mapping[Modality, tuple[Recommendation, ...]]
    on_safety: Mapping[Modality, Recommendation]
    level: SafetyLevel

    def says(self, outcome: Condition) -> bool:
        """Say whether a condition over what comes out is so; `any_form` is spelled out in it."""
        states: dict[str, Answer] = {form: str(found) for form, found in self.recommended.items()}
        named = _Forms({**states, SAFETY: self.level})
        return decide(outcome, named) is Truth.YES


class _Forms(dict[str, Answer]):
    """What comes out, by name; a form the rule set does not have comes to nothing."""

    def __missing__(self, _: str) -> Answer:
        return ""


def outcome_of(content: Content, answers: Answers) -> Outcome:
    """Return what the engine makes of one person, as `assess` does and without what only reports need."""
    states = States(content, answers)
    is_silent = any(answer in SILENT for answer in answers.given.values())
    view = States(content, answers, open_ended=True) if is_silent else states
    now, later = truths(content, states), truths(content, view)
    gate = gate_finding(content, states)
    still_open = open_gates(content, states, view)
    alerts: list[SafetyLevel] = [
        rule.alert for rule in content.ruleset.rules if rule.alert and now[rule.id] is Truth.YES
    ]
    if gate.items:
        alerts.append("complete_screen")
    recommended, later_on, on_safety = {}, {}, {}
    for form in content.ruleset.modalities:
        rules, is_open = content.barriers[form], bool(gate.open_for(form))
        weighed = [(rule, now[rule.id]) for rule in rules]
        recommended[form] = recommend(weighed, gate_open=is_open)
        about_safety = [(rule, truth) for rule, truth in weighed if rule.domain == "safety"]
        on_safety[form] = recommend(about_safety, gate_open=is_open)
        gate_open = any(form in content.concerns(item) for item in still_open)
        later_on[form] = reachable([(rule, later[rule.id]) for rule in rules], gate_open=gate_open)
    level: SafetyLevel = max(alerts, key=LEVELS.index, default="none")
    return Outcome(recommended, later_on, on_safety, level)


def truths(content: Content, states: States) -> dict[str, Truth]:
    """Return the truth of every rule."""
    return {rule.id: decide(rule.when, states) if rule.when else Truth.YES for rule in content.ruleset.rules}


def contradicts(content: Content, answers: Answers) -> bool:
    """Say whether a total that was entered lies outside what the items of its scale allow."""
    for name, total in answers.given.items():
        scale = content.scales.get(name)
        if scale is None or not isinstance(total, Fraction):
            continue
        for open_ended in (False, True):
            states = States(content, answers, open_ended=open_ended)
            span = from_items(scale, content.items, {each: states.answer(each) for each in scale.items})
            if not span.low <= total <= span.high:
                return True
    return False


def open_names(content: Content, answers: Answers) -> list[str]:
    """Return the items that apply and have no value, and the totals that nothing but a total can give."""
    view = States(content, answers, open_ended=True)
    asked = [each for each in content.asked if each.id in view.taken]
    items = [item.id for each in asked for item in each.items if is_unanswered(view, item.id)]
    totals = [scale.id for each in asked for scale in each.scales if not scale.items]
    return items + [name for name in totals if not isinstance(answers.given.get(name), Fraction)]
