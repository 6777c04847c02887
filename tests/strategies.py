"""Random questionnaires, rule sets and answers, made from the models themselves, and ways to look at them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import ceil, floor

from hypothesis import strategies as st

from screenkit.assessment import Interval
from screenkit.engine.score import extent, from_items
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import Answers, NoAnswer
from screenkit.models.condition import (
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
)
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria, Criterion, Evidence, Half, Source, Work
from screenkit.models.questionnaire import (
    Gate,
    Item,
    MissingRule,
    Numbers,
    Questionnaire,
    Rescale,
    Scale,
    Section,
)
from screenkit.models.ruleset import Gates, Impossible, Rule, RuleSet

FORMS = ("in_person", "online_video", "online_text")
SILENT = (NoAnswer.DECLINED, NoAnswer.DONT_KNOW)


@dataclass(frozen=True)
class Term:
    """Something a condition can ask about: an item in words, an item in numbers, or a score."""

    name: str
    values: tuple[str, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    is_score: bool = False


class Dice:
    """Choices that hypothesis makes and shrinks: towards the first of each row."""

    def __init__(self, draw):
        self._draw = draw

    def up_to(self, most):
        return self._draw(_up_to(most))

    def one_of(self, row):
        return row[self.up_to(len(row) - 1)]

    def once_in(self, times):
        return self.up_to(times - 1) == times - 1

    def some_of(self, row, least, most):
        left = list(row)
        return tuple(left.pop(self.up_to(len(left) - 1)) for _ in range(self.up_to(most - least) + least))


@cache
def _up_to(most):
    return st.integers(0, most)


# Conditions


def condition(dice, terms, definitions=(), deep=2):
    """A condition of any kind over some terms."""
    kind = (
        dice.one_of(["plain", "plain", "plain", "named", "not", "all", "any", "at least"])
        if deep
        else "plain"
    )
    if kind == "plain" or (kind == "named" and not definitions):
        scores = [term for term in terms if term.is_score]
        return _plain(dice, dice.one_of(scores if scores and dice.once_in(3) else terms))
    if kind == "named":
        return dice.one_of(definitions)
    parts = tuple(condition(dice, terms, definitions, deep - 1) for _ in range(2 + dice.up_to(1)))
    match kind:
        case "not":
            return Not(parts[0])
        case "all":
            return AllOf(parts)
        case "any":
            return AnyOf(parts)
    return AtLeast(1 + dice.up_to(len(parts) - 1), parts)


def _plain(dice, term):
    if not term.is_score and dice.once_in(4):
        return IsSilent(term.name, dice.one_of(["declined", "dont_know"]))
    if term.values:
        return dice.one_of([Is, IsNot])(term.name, dice.some_of(term.values, 1, 2))
    lowest, highest = ceil(term.low * 2), floor(term.high * 2)  # decimals, as an author can write them
    number = Fraction(lowest + dice.up_to(highest - lowest), 2)
    return Compare(term.name, dice.one_of([">=", ">", "<=", "<", "=="]), number)


# Questionnaires


def _item(dice, name, terms):
    """An item in words or numbers, asked always or when what comes before it says so."""
    words = dice.one_of([("a", "b"), ("a", "b", "c"), None])
    lowest = dice.up_to(1)
    return Item(
        id=name,
        text=name,
        help=name,
        values=dict.fromkeys(words, "shown") if words else None,
        number=None if words else Numbers(lowest=lowest, highest=lowest + 1 + dice.up_to(1)),
        ask_when=condition(dice, terms) if terms and dice.once_in(4) else None,
        assumed=words[0] if words and dice.once_in(10) else None,
    )


def _scale(dice, name, items):
    """A sum or mean over some items, some of them turned round or laid onto another range."""
    if dice.once_in(10):
        return Scale(id=name, title=name, lowest=Fraction(0), highest=Fraction(2), source="invented")
    parts = dice.some_of(items, 1, len(items))
    numbers = [item.id for item in parts if item.number]
    turned = dice.some_of(numbers, 0, len(numbers))
    laid = [each for each in numbers if each not in turned][: dice.up_to(1)]
    may_be_skipped = any(item.ask_when for item in parts)
    return Scale(
        id=name,
        title=name,
        method=dice.one_of(["sum", "mean"]),
        items=tuple(item.id for item in parts),
        reversed=turned,
        rescaled=tuple(Rescale(item=each, lowest=Fraction(1), highest=Fraction(3)) for each in laid),
        points={"a": Fraction(0), "b": Fraction(1), "c": Fraction(3)},
        when_not_applicable=Fraction(dice.one_of([0, 1, 5])) if may_be_skipped else None,
        missing=dice.one_of([None, MissingRule(at_most=1, status="convention", source="invented")]),
        source="invented",
    )


def _term_of_item(item):
    if item.number:
        return Term(item.id, low=Fraction(item.number.lowest), high=Fraction(item.number.highest))
    return Term(item.id, values=tuple(item.values))


def _term_of_scale(scale, items):
    reach = extent(scale, {item.id: item for item in items})
    return Term(scale.id, low=reach.low, high=reach.high, is_score=True)


def _questionnaire(dice, name, terms, most_items):
    """A questionnaire whose items may be asked depending on `terms`, which grow as it is made."""
    items = []
    for n in range(1 + dice.up_to(most_items - 1)):
        items.append(_item(dice, f"{name}_{n}", terms))
        terms.append(_term_of_item(items[-1]))
    count = dice.up_to(1) if name == "interview" else 1 + dice.up_to(1)
    scales = tuple(_scale(dice, f"{name}_score_{n}", items) for n in range(count))
    terms.extend(_term_of_scale(scale, items) for scale in scales)
    return Questionnaire(
        id=name,
        version="1.0.0",
        title=name,
        kind="interview" if name == "interview" else "instrument",
        about=name,
        source="invented",
        sections=(Section(id="all", title="All", items=tuple(items)),),
        scales=scales,
    )


def _guarded(dice, questionnaire, terms, earlier):
    """The same questionnaire, some items gates, some held back by what came before; `earlier` grows."""
    items = []
    for item in questionnaire.items:
        changes = {}
        if item.assumed is None and dice.once_in(3):
            released_by = condition(dice, terms) if dice.once_in(2) else None
            changes["gate"] = Gate(**{"for": dice.some_of(FORMS, 0, 2), "released_by": released_by})
        if earlier and dice.once_in(6):
            changes["hold_back_unless"] = condition(dice, earlier)
        items.append(item.model_copy(update=changes))
        earlier.append(_term_of_item(item))
    section = questionnaire.sections[0].model_copy(update={"items": tuple(items)})
    return questionnaire.model_copy(update={"sections": (section,)})


# Rule sets


def a_rule(name, effect, when=None, **more):
    """A rule of one effect, with the words its effect asks for."""
    words = {"title": name, "domain": "fit", "because": "invented", "rests_on": ("X-ONE",)}
    if effect in {"exclude", "hold", "caution"}:
        words |= {"resolve": "settle it", "settled_by": "both"}
    if effect in {"exclude", "hold"}:
        words |= {"modifiable": "wait"}
    if effect == "note":
        words |= {"topic": "context"}
    return Rule(**{"id": name, "effect": effect, "when": when, **words, **more})


def _rule(dice, name, terms, definitions, forms):
    effect = dice.one_of(["exclude", "hold", "caution", "benefit", "note"])
    more = {"for": dice.some_of(forms, 0, 2), "alert": dice.one_of([None, None, "same_day", "immediate"])}
    if effect in {"exclude", "hold", "caution"}:
        more["if_unknown"] = dice.one_of([None, "counts", "asks"])
    return a_rule(name, effect, condition(dice, terms, definitions), **more)


def _impossible(dice, name, terms):
    """Two values or more that are declared impossible together."""
    parts = tuple(_valued(dice, dice.one_of(terms)) for _ in range(2 + dice.up_to(1)))
    when = dice.one_of([AllOf(parts), AtLeast(2, parts), AllOf((parts[0], AnyOf(parts[1:])))])
    return Impossible(id=name, when=when, because=dice.one_of(["one reason", "another"]))


def _valued(dice, term):
    leaf = _plain(dice, term)
    return _plain(dice, replace(term, is_score=True)) if isinstance(leaf, IsSilent) else leaf


CRITERIA = Criteria(
    id="literature",
    version="1.0.0",
    title="Literature",
    about="Invented",
    works=(Work(id="work", cite="Nobody", read="not_read"),),
    criteria=(
        Criterion(
            id="X-ONE",
            paraphrase="Invented.",
            direction=("context",),
            modalities=("in_person",),
            source=Source(work="work", section="1"),
            evidence=Evidence(claim=Half(level="theory", about="nothing")),
            verification="project",
        ),
    ),
)


@st.composite
def contents(draw, most_items=3, most_rules=6):
    """A whole rule set over an interview that is always asked and instruments that may be taken."""
    dice = Dice(draw)
    names = dice.some_of(["interview", "first", "second"], 3, 3)
    names = [name for name in names if name == "interview" or dice.once_in(2)]
    terms: list[Term] = []
    made = [_questionnaire(dice, name, terms, most_items) for name in names]
    earlier: list[Term] = []
    made = [_guarded(dice, each, terms, earlier) for each in made]
    forms = dice.one_of([FORMS, FORMS[:2], FORMS[1:]])
    definitions = [Named("known", condition(dice, terms))]
    ruleset = RuleSet(
        id="rules",
        version="1.0.0",
        title="Rules",
        questionnaires=("interview",),
        instruments=tuple(sorted(name for name in names if name != "interview")),
        modalities=forms,
        gates=Gates(rests_on=("X-ONE",)),
        definitions={each.name: each.condition for each in definitions},
        rules=tuple(
            _rule(dice, f"rule-{n}", terms, definitions, forms) for n in range(1 + dice.up_to(most_rules - 1))
        ),
        impossible=tuple(_impossible(dice, f"together-{n}", terms) for n in range(dice.up_to(2))),
    )
    return Content(ruleset, (ruleset,), {each.id: each for each in made}, (CRITERIA,))


# Answers


@st.composite
def answers_to(draw, content):
    """Answers to some of the items, instruments often left out whole, a total here and there."""
    dice = Dice(draw)
    given: dict[str, object] = {}
    for questionnaire in content.asked:
        if questionnaire.id in content.ruleset.instruments and dice.once_in(2):
            continue
        for item in questionnaire.items:
            match dice.one_of(["nothing", "value", "value", "silent"]):
                case "value":
                    given[item.id] = dice.one_of(values_of(content, item.id))
                case "silent":
                    given[item.id] = dice.one_of(SILENT)
        for scale in questionnaire.scales:
            if dice.once_in(5):
                given[scale.id] = dice.one_of(values_of(content, scale.id))
    return Answers(given)


@st.composite
def people(draw, most_items=3, most_rules=6):
    """A rule set and the answers of one person."""
    content = draw(contents(most_items, most_rules))
    return content, draw(answers_to(content))


def values_of(content, name):
    """Every value an item offers; for a score some totals it can have, both ends among them."""
    if name in content.items:
        item = content.items[name]
        if item.number:
            return [Fraction(n) for n in range(item.number.lowest, item.number.highest + 1, item.number.step)]
        return list(item.values)
    scale = content.scales[name]
    reach = extent(scale, content.items)
    steps = 4 if scale.method == "mean" or scale.rescaled else int(reach.high - reach.low)
    return sorted({reach.low + (reach.high - reach.low) * Fraction(n, steps) for n in range(steps + 1)})


def with_answer(answers, name, answer):
    """The same answers, one of them new."""
    return replace(answers, given={**answers.given, name: answer})


def open_items(content, answers) -> list[str]:
    """The items that apply and have no value, and the totals that nothing but a total can give."""
    view = States(content, answers, open_ended=True)
    asked = [each for each in content.asked if each.id in view.taken]
    items = [item.id for each in asked for item in each.items if is_unanswered(view, item.id)]
    totals = [
        scale.id
        for each in asked
        for scale in each.scales
        if not scale.items and not isinstance(answers.given.get(scale.id), Fraction)
    ]
    return items + totals


def contradicts(content, answers) -> bool:
    """Whether some total entered lies outside what the items of its scale allow."""
    return any(not span.low <= answers.given[name] <= span.high for name, span in _spans(content, answers))


def _spans(content, answers) -> Iterator[tuple[str, Interval]]:
    for open_ended in (False, True):
        states = States(content, answers, open_ended=open_ended)
        for name, scale in content.scales.items():
            if isinstance(answers.given.get(name), Fraction):
                known = {each: states.answer(each) for each in scale.items}
                yield name, from_items(scale, content.items, known)
