"""Checks of content that need more than one place of a file, or more than one file."""

from collections.abc import Iterable, Iterator, Mapping

from screenkit.content.read import DEEPEST, Path
from screenkit.content.readings import Read
from screenkit.content.scalecheck import check_scale
from screenkit.errors import Problem, suggestion
from screenkit.models.condition import RESERVED, names
from screenkit.models.criterion import Criteria
from screenkit.models.questionnaire import Item, Questionnaire
from screenkit.models.ruleset import RuleSet

Place = tuple[str, Read[object], Path]


def repeated(places: Iterable[Place]) -> Iterator[Problem]:
    """Yield a problem for each id that stands in a second place."""
    first: dict[str, str] = {}
    for name, read, path in places:
        if name in first:
            yield read.problem(
                path, f"'{name}' already stands at {first[name]}", "give each an id of its own"
            )
        else:
            first[name] = read.document.where(path)


def answer_places(questionnaires: Iterable[Read[Questionnaire]]) -> Iterator[Place]:
    """Yield every item and scale with its place: answer files name both alike."""
    for read in questionnaires:
        for path, item in _items(read.model):
            yield item.id, read, (*path, "id")
        for n, scale in enumerate(read.model.scales):
            yield scale.id, read, ("scales", n, "id")


def check_questionnaire(read: Read[Questionnaire], criteria: set[str]) -> Iterator[Problem]:
    """Yield everything wrong inside one questionnaire."""
    for path, item in _items(read.model):
        yield from _check_item(read, path, item)
        yield from _unknown_criteria(read, (*path, "rests_on"), item.rests_on, criteria)
    items = {item.id: item for item in read.model.items}
    for n, scale in enumerate(read.model.scales):
        if scale.id in RESERVED:
            yield read.problem(
                ("scales", n, "id"), f"'{scale.id}' belongs to the grammar", "choose another id"
            )
        yield from check_scale(read, ("scales", n), scale, items)


def check_circles(questionnaires: Iterable[Read[Questionnaire]]) -> Iterator[Problem]:
    """Yield a problem for each item whose `ask_when` depends, in the end, on the item itself."""
    waits: dict[str, tuple[str, ...]] = {}
    place: dict[str, tuple[Read[Questionnaire], Path]] = {}
    for read in questionnaires:
        waits |= {scale.id: scale.items for scale in read.model.scales}
        for path, item in _items(read.model):
            waits[item.id] = names(item.ask_when) if item.ask_when else ()
            place[item.id] = read, (*path, "ask_when")
    circles = [name for name in place if name in _all_behind(name, waits)]
    for name in circles:
        read, path = place[name]
        yield read.problem(path, f"whether '{name}' is asked depends on '{name}' itself", "break the circle")
    if circles:
        return
    for name, (read, path) in place.items():
        if _steps(name, waits) > DEEPEST:
            what = f"whether '{name}' is asked depends on a chain of more than {DEEPEST} others"
            yield read.problem(path, what, "ask it by fewer steps")


def check_criteria(read: Read[Criteria], criteria: set[str], works: set[str]) -> Iterator[Problem]:
    """Yield everything wrong inside one file of criteria."""
    for n, criterion in enumerate(read.model.criteria):
        cited: list[tuple[Path, str]] = [(("source", "work"), criterion.source.work)]
        for half in ("premise", "claim"):
            told = getattr(criterion.evidence, half)
            cited += [
                (("evidence", half, "works", k), work) for k, work in enumerate(told.works if told else ())
            ]
        for path, work in cited:
            if work not in works:
                do = suggestion(work, works, "list it under 'works'")
                yield read.problem(("criteria", n, *path), f"no work '{work}'", do)
    for n, tension in enumerate(read.model.tensions):
        for k, side in enumerate(tension.sides):
            yield from _unknown_criteria(
                read, ("tensions", n, "sides", k, "criteria"), side.criteria, criteria
            )


def check_ruleset(
    read: Read[RuleSet], questionnaires: set[str], criteria: set[str], tensions: set[str]
) -> Iterator[Problem]:
    """Yield everything wrong inside one rule set, its conditions apart."""
    ruleset = read.model
    for key in ("questionnaires", "instruments"):
        for n, name in enumerate(getattr(ruleset, key)):
            if name not in questionnaires:
                do = suggestion(name, questionnaires, f"known are {', '.join(sorted(questionnaires))}")
                yield read.problem((key, n), f"no questionnaire '{name}'", do)
    yield from _unknown_criteria(read, ("gates", "rests_on"), ruleset.gates.rests_on, criteria)
    for name in ruleset.definitions:
        if name in RESERVED:
            yield read.problem(("definitions", name), f"'{name}' belongs to the grammar", "choose another id")
    for n, rule in enumerate(ruleset.rules):
        yield from _unknown_criteria(read, ("rules", n, "rests_on"), rule.rests_on, criteria)
        for k, modality in enumerate(rule.modalities):
            if modality not in ruleset.modalities:
                yield read.problem(
                    ("rules", n, "for", k), f"the rule set has no {modality}", "add it to 'modalities'"
                )
    for n, doubt in enumerate(ruleset.doubts):
        yield from _unknown_criteria(read, ("doubts", n, "rests_on"), doubt.rests_on, criteria)
    yield from _check_tensions(read, criteria, tensions)


def rule_places(chain: Iterable[Read[RuleSet]]) -> Iterator[Place]:
    """Yield every rule, doubt and tension of a rule set and its parents with its place."""
    for read in chain:
        for key in ("rules", "doubts", "tensions"):
            for n, part in enumerate(getattr(read.model, key)):
                yield part.id, read, (key, n, "id")


def definition_places(chain: Iterable[Read[RuleSet]]) -> Iterator[Place]:
    """Yield every definition of a rule set and its parents with its place."""
    for read in chain:
        for name in read.model.definitions:
            yield name, read, ("definitions", name)


def _check_tensions(read: Read[RuleSet], criteria: set[str], tensions: set[str]) -> Iterator[Problem]:
    for n, tension in enumerate(read.model.tensions):
        if not tension.sides and tension.id not in tensions:
            do = suggestion(tension.id, tensions, "give it 'title', 'sides' and 'resolve' here")
            yield read.problem(("tensions", n, "id"), f"no tension '{tension.id}' among the criteria", do)
        if tension.sides and not (tension.title and tension.resolve):
            what = "a tension with sides of its own has no words"
            yield read.problem(("tensions", n), what, "add 'title' and 'resolve'")
        for k, side in enumerate(tension.sides):
            path = ("tensions", n, "sides", k, "criteria")
            yield from _unknown_criteria(read, path, side.criteria, criteria)


def _items(questionnaire: Questionnaire) -> Iterator[tuple[Path, Item]]:
    for s, section in enumerate(questionnaire.sections):
        for i, item in enumerate(section.items):
            yield ("sections", s, "items", i), item


def _check_item(read: Read[Questionnaire], path: Path, item: Item) -> Iterator[Problem]:
    offered = tuple(item.values or ())
    for name in (item.id, *offered):
        if name in RESERVED:
            yield read.problem(path, f"'{name}' belongs to the grammar", "choose another id or value")
    if item.id == "case_id":
        yield read.problem(
            path, "'case_id' names the case in every answer file", "choose another id or value"
        )
    if item.assumed is not None and item.number:
        yield read.problem(
            (*path, "assumed"), "only an item answered in words is assumed", "take 'assumed' away"
        )
    elif item.assumed is not None and item.assumed not in offered:
        do = suggestion(item.assumed, offered, f"it offers {', '.join(offered)}")
        yield read.problem((*path, "assumed"), f"'{item.id}' does not offer '{item.assumed}'", do)
    if isinstance(item.ordered, tuple) and sorted(item.ordered) != sorted(offered):
        yield read.problem(
            (*path, "ordered"),
            "this does not list exactly the values of the item",
            "list each value once, least serious first",
        )
    if isinstance(item.ordered, str) and item.number is None:
        yield read.problem(
            (*path, "ordered"), "only numbers are rising or falling", "list the values, least serious first"
        )
    if item.gate and item.assumed is not None:
        yield read.problem(
            (*path, "assumed"), "a gate is never assumed to be answered", "take 'assumed' or 'gate' away"
        )


def _unknown_criteria(
    read: Read[object], path: Path, named: Iterable[str], criteria: set[str]
) -> Iterator[Problem]:
    for n, name in enumerate(named):
        if name not in criteria:
            do = suggestion(name, criteria, "add it to a file under rules/criteria/")
            yield read.problem((*path, n), f"no criterion '{name}'", do)


def _all_behind(start: str, waits: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return everything an item waits for, in the end."""
    found: set[str] = set()
    waiting = list(waits.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(waits.get(name, ()))
    return found


def _steps(start: str, waits: Mapping[str, tuple[str, ...]]) -> int:
    """Return how long the longest chain is that an item waits for; there are no circles."""
    layer, steps = set(waits.get(start, ())), 0
    while layer:
        layer = {name for each in layer for name in waits.get(each, ())}
        steps += 1
    return steps
