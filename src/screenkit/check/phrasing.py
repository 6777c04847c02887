"""Words that mislead: those to avoid, benefits that promise more than is known, alerts that sound milder."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from screenkit.assessment import LEVELS, Truth
from screenkit.check.cases import Case
from screenkit.check.flaw import Flaw, Spot
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria, TensionStatement
from screenkit.models.questionnaire import Questionnaire
from screenkit.models.ruleset import Rule, Tension

_AVOID: Mapping[str, str] = {
    r"excluded|rejected|unsuitable": "write 'not recommended at present', and why",
    r"approved|cleared|safe to (?:join|start)": "write 'no barrier found among the questions answered'",
    r"(?:low|medium|moderate|high)[ -]risk|risk (?:level|score)s?|at (?:low|high) risk": (
        "say what was reported, and that a clinician assesses it"
    ),
    r"algorithm": "write 'the rules suggest; you decide'",
    r"proven|proves": "say what is known, and that trials have not established it where they have not",
    r"addicts?|non-?compliant|borderline patients?|failed therapy": "name the person, then the difficulty",
    r"denie[sd]": "write 'reported none'",
    r"contraindicated": "write what the person needs in order to join, or why it is not recommended",
}
_HEDGE = re.compile(r"\b(?:may|might|can|could|some|possibl[ey]|perhaps)\b", re.IGNORECASE)
_GUARDED = {"may", "might", "can", "would"}
_TEXTS = ("title", "because", "resolve", "offer_now", "limits", "scope", "asks_because")

_URGENCY: Sequence[tuple[int, re.Pattern[str]]] = (
    (
        3,
        re.compile(
            r"\b(?:at once|immediately|right now|not left alone|do not end|now in person|urgent)\b",
            re.IGNORECASE,
        ),
    ),
    (2, re.compile(r"\b(?:today|same (?:day|visit)|this afternoon|now)\b", re.IGNORECASE)),
    (
        1,
        re.compile(
            r"\b(?:this week|within (?:days|weeks|a week)|soon|next (?:week|visit|session))\b", re.IGNORECASE
        ),
    ),
)


def wording(content: Content) -> Iterator[Flaw]:
    """Yield words to avoid, and benefits worded stronger than their evidence, in a rule set's own words."""
    own = content.chain[-1]
    yield from _worded(Spot("ruleset", own.id), {"title": own.title, "about": own.about})
    for rule in content.own_rules:
        yield from _worded(Spot("rule", rule.id), {key: getattr(rule, key) for key in _TEXTS})
        if rule.effect == "benefit" and _promises(content, rule):
            what = "the benefit is worded stronger than what it rests on"
            yield Flaw(
                "benefit", "warning", Spot("rule", rule.id, "because"), what, "write 'may', 'can' or 'might'"
            )

    for tension in own.tensions:
        yield from _worded(Spot("tension", tension.id), _of_tension(tension))
    for doubt in own.doubts:
        yield from _worded(Spot("doubt", doubt.id), {"says": doubt.says})
    for stated in own.properties:
        yield from _worded(Spot("property", stated.id), {"title": stated.title})
    for combination in own.impossible:
        yield from _worded(Spot("impossible", combination.id), {"because": combination.because})


def shared_wording(questionnaires: Iterable[Questionnaire], files: Iterable[Criteria]) -> Iterator[Flaw]:
    """Yield words to avoid in questions, and in what rules rest on."""
    for item in (item for each in questionnaires for item in each.items):
        offered = " ".join((item.values or {}).values())
        yield from _worded(Spot("item", item.id), {"text": item.text, "help": item.help, "values": offered})
    for file in files:
        for criterion in file.criteria:
            texts = {
                key: getattr(criterion, key) for key in ("paraphrase", "scope", "remark", "status_today")
            }
            yield from _worded(Spot("criterion", criterion.id), texts)
        for tension in file.tensions:
            yield from _worded(Spot("tension", tension.id), _of_tension(tension))


def _worded(spot: Spot, texts: Mapping[str, str | None]) -> Iterator[Flaw]:
    for key, text in texts.items():
        for what, do in avoided(text or ""):
            yield Flaw("wording", "warning", replace(spot, key=key), f"'{what}' is to be avoided", do)


def _of_tension(tension: Tension | TensionStatement) -> dict[str, str | None]:
    said = " ".join(side.says for side in tension.sides)
    return {"title": tension.title, "sides": said, "resolve": tension.resolve}


def avoided(text: str) -> Iterator[tuple[str, str]]:
    """Yield every word of a text that is to be avoided, and what to write in its place."""
    for pattern, do in _AVOID.items():
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            yield match.group(), do


def milder_actions(content: Content, cases: Sequence[Case]) -> Iterator[Flaw]:
    """Yield the rules that go with a higher alert than another on the same answers, and ask for less haste.

    With a rule goes the mildest alert of all vignettes in which it is yes.
    """
    told = [
        (rule, haste, _goes_with(rule, cases))
        for rule in content.ruleset.rules
        if (haste := urgency(f"{rule.because} {rule.resolve or ''}")) and rule.domain == "safety"
    ]
    own = {rule.id for rule in content.own_rules}
    for rule, haste, alert in told:
        for other, more_haste, milder in told:
            shared = set(content.reads[rule.id]) & set(content.reads[other.id])
            if shared and milder < alert and more_haste > haste and own & {rule.id, other.id}:
                what = f"it goes with a higher alert than '{other.id}', and its text is milder"
                do = "mend the texts; they may be swapped"
                yield Flaw("milder-action", "error", Spot("rule", rule.id, "because"), what, do)
        if rule.alert == "immediate" and haste == 1:
            what = "an immediate alert may not wait"
            yield Flaw("milder-action", "error", Spot("rule", rule.id), what, "say what is done at once")


def urgency(text: str) -> int:
    """Return how soon a text asks to act: 3 at once, 2 today, 1 within weeks, 0 when it does not say."""
    return next((haste for haste, pattern in _URGENCY if pattern.search(text)), 0)


def _promises(content: Content, rule: Rule) -> bool:
    forces = {content.criteria[name].force for name in rule.rests_on}
    return bool(forces & _GUARDED) and not _HEDGE.search(rule.because)


def _goes_with(rule: Rule, cases: Sequence[Case]) -> int:
    levels = [LEVELS.index(case.level) for case in cases if case.truths.get(rule.id) is Truth.YES]
    return min(levels, default=0)
