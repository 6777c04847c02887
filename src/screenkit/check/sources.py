"""Who answers for a rule set, what it rests on, and what of it nothing uses."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from screenkit.check.flaw import Flaw, Kind, Spot
from screenkit.models.condition import Condition, definitions_in, names
from screenkit.models.content import Content
from screenkit.models.criterion import Criteria, Criterion
from screenkit.models.questionnaire import Item
from screenkit.models.ruleset import RuleSet

_READ = {"read_in_full", "seen_in_excerpt"}


def unowned(each: RuleSet | Criteria, today: date) -> Iterator[Flaw]:
    """Yield where nobody answers for a file, or nobody looked at it in time."""
    kind: Kind = "ruleset" if isinstance(each, RuleSet) else "criteria"
    if each.owner is None:
        yield Flaw("owner", "warning", Spot(kind, each.id), "nobody answers for it", "add 'owner: NAME'")
    if each.review_by is None:
        what = "it says no day by which it is looked at again"
        yield Flaw("review-by", "warning", Spot(kind, each.id), what, "add 'review_by: YEAR-MONTH-DAY'")
    elif each.review_by < today:
        what = f"it was to be looked at again by {each.review_by}"
        yield Flaw(
            "review-by", "warning", Spot(kind, each.id, "review_by"), what, "review it, and set the next day"
        )


def untold(each: RuleSet) -> Iterator[Flaw]:
    """Yield where the history of a rule set ends before its version."""
    spot = Spot("ruleset", each.id, "history")
    if not each.history:
        yield Flaw("history", "note", spot, "it tells no history", "add 'history': version, on, what, rules")
    elif each.history[-1].version != each.version:
        what = f"its history ends with {each.history[-1].version}, and it is version {each.version}"
        yield Flaw("history", "warning", spot, what, f"say what is new in {each.version}")


def doubtful_sources(file: Criteria) -> Iterator[Flaw]:
    """Yield the criteria whose source nobody has checked, or that name no page."""
    for criterion in file.criteria:
        spot = Spot("criterion", criterion.id)
        if criterion.verification == "unverified":
            yield Flaw(
                "unverified", "note", spot, "its source was not checked", "read it, and set 'verification'"
            )
        elif _lacks_a_page(criterion):
            yield Flaw("page", "note", spot, "it names no page of its source", "add 'page' under 'source'")


def _lacks_a_page(criterion: Criterion) -> bool:
    return criterion.verification in _READ and criterion.source.page is None


def unrested(contents: Iterable[Content], files: Iterable[Criteria]) -> Iterator[Flaw]:
    """Yield the criteria on which nothing of some rule sets rests."""
    used = {name for content in contents for name in _rested_on(content)}
    for file in files:
        for criterion in file.criteria:
            if criterion.id not in used:
                what = "nothing rests on it"
                do = "rest a rule on it, or take it away"
                yield Flaw("unused-criterion", "warning", Spot("criterion", criterion.id), what, do)


def unshown(contents: Iterable[Content], files: Iterable[Criteria]) -> Iterator[Flaw]:
    """Yield the tensions among the criteria that no rule set shows."""
    shown = {tension.id for content in contents for tension in content.ruleset.tensions}
    for file in files:
        for tension in file.tensions:
            if tension.id not in shown:
                do = "say when under 'tensions' of a rule set"
                yield Flaw("tension", "warning", Spot("tension", tension.id), "no rule set shows it", do)


def unread_gates(content: Content) -> Iterator[Flaw]:
    """Yield the gates that no rule reads."""
    by_rules = {name for of_rule in content.reads.values() for name in of_rule}
    for item in content.gates:
        if item.id not in by_rules:
            what, do = "this gate holds, and no rule reads its answer", "write a rule that does"
            yield Flaw("unread-gate", "warning", Spot("item", item.id), what, do)


def unused_items(contents: Sequence[Content]) -> Iterator[Flaw]:
    """Yield the items that some rule sets always ask and none of them uses."""
    used = {name for content in contents for name in _read(content)}
    asked = {each.id: each for c in contents for each in c.asked if each.id in c.ruleset.questionnaires}
    for questionnaire in asked.values():
        scored = {name for scale in questionnaire.scales for name in scale.items}
        for item in questionnaire.items:
            if item.id not in used | scored and not item.gate:
                do = "read it in a rule, or do not ask it"
                yield Flaw("unused-item", "warning", Spot("item", item.id), "nothing uses it", do)


def unused_definitions(content: Content) -> Iterator[Flaw]:
    """Yield the definitions of a rule set's own that no condition uses."""
    ruleset = content.ruleset
    stated = (each for stated in ruleset.properties for each in (stated.when, stated.unless))
    conditions = [
        *(each for rule in ruleset.rules for each in (rule.when, rule.assessed_when, rule.released_by)),
        *(tension.when for tension in ruleset.tensions),
        *(doubt.when for doubt in ruleset.doubts),
        *(combination.when for combination in ruleset.impossible),
        *stated,
        *ruleset.definitions.values(),
    ]
    used = frozenset().union(*(definitions_in(each) for each in conditions if each is not None))
    for name in content.chain[-1].definitions:
        if name not in used:
            what, do = "no condition uses it", "use it, or take it away"
            yield Flaw("unused-definition", "warning", Spot("definition", name), what, do)


def _rested_on(content: Content) -> Iterator[str]:
    ruleset = content.ruleset
    yield from ruleset.gates.rests_on
    for rule in ruleset.rules:
        yield from rule.rests_on
    for doubt in ruleset.doubts:
        yield from doubt.rests_on
    for item in content.items.values():
        yield from item.rests_on
    for tension in ruleset.tensions:
        for side in tension.sides:
            yield from side.criteria


def _read(content: Content) -> Iterator[str]:
    """Yield everything that some condition of a rule set or of its items reads."""
    ruleset = content.ruleset
    conditions: list[Condition | None] = [
        *(each for rule in ruleset.rules for each in (rule.when, rule.assessed_when, rule.released_by)),
        *(tension.when for tension in ruleset.tensions),
        *(doubt.when for doubt in ruleset.doubts),
        *(each for item in content.items.values() for each in _conditions(item)),
    ]
    for condition in conditions:
        if condition is not None:
            yield from names(condition)


def _conditions(item: Item) -> tuple[Condition | None, ...]:
    return item.ask_when, item.hold_back_unless, item.gate.released_by if item.gate else None
