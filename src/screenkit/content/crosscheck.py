"""Checks of content that need more than one place of a file, or more than one file.

Names are looked up where they are written, also in a file of which something else is not well made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from screenkit.content.draft import Draft, Known, Step, joined
from screenkit.content.read import DEEPEST, Path
from screenkit.content.scalecheck import check_scale
from screenkit.errors import Problem, suggestion
from screenkit.models.base import MODALITIES
from screenkit.models.condition import RESERVED, names
from screenkit.models.criterion import Criteria
from screenkit.models.property import Property
from screenkit.models.questionnaire import Item, Questionnaire, Scale
from screenkit.models.ruleset import RuleSet, Tension

Place = tuple[str, Draft[Any], Path]

ITEMS: tuple[Step, ...] = ("sections", ..., "items", ...)
SCALES: tuple[Step, ...] = ("scales", ...)


def repeated(places: Iterable[Place]) -> Iterator[Problem]:
    """Yield a problem for each id that stands in a second place."""
    first: dict[str, str] = {}
    for name, draft, path in places:
        if name in first:
            yield draft.problem(
                path, f"'{name}' already stands at {first[name]}", "give each an id of its own"
            )
        else:
            first[name] = draft.document.where(path)


def places(drafts: Iterable[Draft[Any]], *kinds: tuple[Step, ...]) -> Iterator[Place]:
    """Yield the ids of what stands at some places of each file, with its place."""
    for draft in drafts:
        for steps in kinds:
            for path, name in draft.words(*steps, "id"):
                yield name, draft, path


def definition_places(chain: Iterable[Draft[RuleSet]]) -> Iterator[Place]:
    """Yield every definition of a rule set and its parents with its place."""
    for draft in chain:
        for path, _ in draft.entries("definitions", ...):
            yield str(path[-1]), draft, path


def check_questionnaire(draft: Draft[Questionnaire], criteria: Known) -> Iterator[Problem]:
    """Yield everything wrong inside one questionnaire."""
    items: dict[str, Item] = {}
    for path, item in draft.parts(Item, *ITEMS):
        items[item.id] = item
        yield from _check_item(draft, path, item)
    yield from _unknown_criteria(draft, (*ITEMS, "rests_on", ...), criteria)
    known = draft.known(*ITEMS)
    for key in ("items", "reversed"):
        for path, name in draft.words(*SCALES, key, ...):
            if known.lacks(name):
                do = suggestion(name, known.names, "name items of this questionnaire")
                yield draft.problem(path, f"no item '{name}' in this questionnaire", do)
    for path, scale_id in draft.words(*SCALES, "id"):
        if scale_id in RESERVED:
            yield draft.problem(path, f"'{scale_id}' belongs to the grammar", "choose another id")
    for path, scale in draft.parts(Scale, *SCALES):
        yield from check_scale(draft, path, scale, items)


def check_circles(questionnaires: Iterable[Draft[Questionnaire]]) -> Iterator[Problem]:
    """Yield a problem for each item whose `ask_when` depends, in the end, on the item itself."""
    waits: dict[str, tuple[str, ...]] = {}
    place: dict[str, tuple[Draft[Questionnaire], Path]] = {}
    for draft in questionnaires:
        waits |= {scale.id: scale.items for _, scale in draft.parts(Scale, *SCALES)}
        for path, item in draft.parts(Item, *ITEMS):
            waits[item.id] = names(item.ask_when) if item.ask_when else ()
            place[item.id] = draft, (*path, "ask_when")
    circles = [name for name in place if name in _all_behind(name, waits)]
    for name in circles:
        draft, path = place[name]
        yield draft.problem(path, f"whether '{name}' is asked depends on '{name}' itself", "break the circle")
    if circles:
        return
    for name, (draft, path) in place.items():
        if _steps(name, waits) > DEEPEST:
            what = f"whether '{name}' is asked depends on a chain of more than {DEEPEST} others"
            yield draft.problem(path, what, "ask it by fewer steps")


def check_criteria(draft: Draft[Criteria], criteria: Known, works: Known) -> Iterator[Problem]:
    """Yield everything wrong inside one file of criteria."""
    for steps in (
        ("source", "work"),
        ("evidence", "premise", "works", ...),
        ("evidence", "claim", "works", ...),
    ):
        for path, work in draft.words("criteria", ..., *steps):
            if works.lacks(work):
                do = suggestion(work, works.names, "list it under 'works'")
                yield draft.problem(path, f"no work '{work}'", do)
    yield from _unknown_criteria(draft, ("tensions", ..., "sides", ..., "criteria", ...), criteria)


def check_ruleset(
    draft: Draft[RuleSet], questionnaires: Known, criteria: Known, tensions: Known
) -> Iterator[Problem]:
    """Yield everything wrong inside one rule set, its conditions apart."""
    for key in ("questionnaires", "instruments"):
        for path, name in draft.words(key, ...):
            if questionnaires.lacks(name):
                listed = ", ".join(sorted(questionnaires.names))
                do = suggestion(name, questionnaires.names, f"known are {listed}")
                yield draft.problem(path, f"no questionnaire '{name}'", do)
    yield from _unknown_criteria(draft, ("gates", "rests_on", ...), criteria)
    for path, _ in draft.entries("definitions", ...):
        if path[-1] in RESERVED:
            yield draft.problem(path, f"'{path[-1]}' belongs to the grammar", "choose another id")
    for key in ("rules", "changes"):
        yield from _unknown_criteria(draft, (key, ..., "rests_on", ...), criteria)
    yield from _check_modalities(draft)
    yield from _unknown_criteria(draft, ("doubts", ..., "rests_on", ...), criteria)
    yield from _check_tensions(draft, tensions)
    yield from _unknown_criteria(draft, ("tensions", ..., "sides", ..., "criteria", ...), criteria)


def check_stated(
    chain: Iterable[Draft[RuleSet]], asked: Sequence[Draft[Questionnaire]], *, all_known: bool
) -> Iterator[Problem]:
    """Yield a problem for each item that a property names and that nothing asks, or that has no order.

    `all_known` says that no questionnaire is missing.
    """
    items = {item.id: item for draft in asked for _, item in draft.parts(Item, *ITEMS)}
    known = joined(draft.known(*ITEMS) for draft in asked)
    for draft in chain:
        for path, name in draft.words("properties", ..., "items", ...):
            if all_known and known.lacks(name):
                do = suggestion(name, known.names, "name an item of the rule set's questionnaires")
                yield draft.problem(path, f"no item '{name}'", do)
        for path, stated in draft.parts(Property, "properties", ...):
            for n, name in enumerate(stated.items):
                if "better" in (stated.always or "") and name in items and not items[name].ordered:
                    what, do = f"'{name}' has no order", "say which is worse with 'ordered'"
                    yield draft.problem((*path, "items", n), what, do)


def _check_modalities(draft: Draft[RuleSet]) -> Iterator[Problem]:
    modalities = {name for _, name in draft.words("modalities", ...)}
    if any(path[0] == "modalities" for path in draft.broken if path):
        return  # which there are is not certain yet
    said = [each for key in ("rules", "changes", "properties") for each in draft.words(key, ..., "for", ...)]
    for path, stated in draft.parts(Property, "properties", ...):
        outcome = names(stated.never) if stated.never is not None else ()
        said += [((*path, "never"), name) for name in outcome if name in MODALITIES]
    for path, modality in said:
        if modality not in modalities:
            yield draft.problem(path, f"the rule set has no {modality}", "add it to 'modalities'")


def _check_tensions(draft: Draft[RuleSet], tensions: Known) -> Iterator[Problem]:
    for path, tension in draft.parts(Tension, "tensions", ...):
        if not tension.sides and tensions.lacks(tension.id):
            do = suggestion(tension.id, tensions.names, "give it 'title', 'sides' and 'resolve' here")
            yield draft.problem((*path, "id"), f"no tension '{tension.id}' among the criteria", do)
        if tension.sides and not (tension.title and tension.resolve):
            what = "a tension with sides of its own has no words"
            yield draft.problem(path, what, "add 'title' and 'resolve'")


def _check_item(draft: Draft[Questionnaire], path: Path, item: Item) -> Iterator[Problem]:
    offered = tuple(item.values or ())
    for name in (item.id, *offered):
        if name in RESERVED:
            yield draft.problem(path, f"'{name}' belongs to the grammar", "choose another id or value")
    if item.id == "case_id":
        yield draft.problem(
            path, "'case_id' names the case in every answer file", "choose another id or value"
        )
    if item.assumed is not None and item.number:
        yield draft.problem(
            (*path, "assumed"), "only an item answered in words is assumed", "take 'assumed' away"
        )
    elif item.assumed is not None and item.assumed not in offered:
        do = suggestion(item.assumed, offered, f"it offers {', '.join(offered)}")
        yield draft.problem((*path, "assumed"), f"'{item.id}' does not offer '{item.assumed}'", do)
    if isinstance(item.ordered, tuple) and sorted(item.ordered) != sorted(offered):
        yield draft.problem(
            (*path, "ordered"),
            "this does not list exactly the values of the item",
            "list each value once, least serious first",
        )
    if isinstance(item.ordered, str) and item.number is None:
        yield draft.problem(
            (*path, "ordered"), "only numbers are rising or falling", "list the values, least serious first"
        )
    if item.gate and item.assumed is not None:
        yield draft.problem(
            (*path, "assumed"), "a gate is never assumed to be answered", "take 'assumed' or 'gate' away"
        )


def _unknown_criteria(draft: Draft[Any], steps: tuple[Step, ...], criteria: Known) -> Iterator[Problem]:
    for path, name in draft.words(*steps):
        if criteria.lacks(name):
            do = suggestion(name, criteria.names, "add it to a file under rules/criteria/")
            yield draft.problem(path, f"no criterion '{name}'", do)


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
