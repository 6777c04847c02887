"""What to ask next: open gates first, then whatever can still change what is recommended."""

from collections.abc import Iterator, Mapping, Sequence

from screenkit.assessment import Interval, Truth
from screenkit.engine.decide import decide
from screenkit.engine.recommend import Barrier, matter
from screenkit.engine.states import States, is_unanswered
from screenkit.models.base import Modality
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item, Scale


def ask_next(
    content: Content,
    view: States,
    barriers: Mapping[Modality, Sequence[Barrier]],
    gate_open: Mapping[Modality, bool],
) -> tuple[str, ...]:
    """Return the items still worth asking, gates first, each part in questionnaire order.

    Everything is seen in the open-ended view. A scale with no answered item is named by its score's id. An
    item that is held back is replaced by the unanswered items its condition reads, or left out.
    """
    gates = [item.id for item in content.gates if is_unanswered(view, item.id)]
    rules = _undecided_rules(barriers, gate_open)
    names_read = {name for rule in rules for name in content.reads[rule]}
    read = {each for name in names_read for each in _unanswered(content, view, name)}
    rest = sorted(read, key=content.order.__getitem__)
    return tuple(
        dict.fromkeys(each for name in (*gates, *rest) for each in _unless_held_back(content, view, name))
    )


def is_held_back(item: Item, states: States) -> bool:
    """Say whether an item may not be asked yet."""
    return item.hold_back_unless is not None and decide(item.hold_back_unless, states) is not Truth.YES


def _undecided_rules(
    barriers: Mapping[Modality, Sequence[Barrier]], gate_open: Mapping[Modality, bool]
) -> dict[str, None]:
    """Return the undecided rules whose truth would change what some modality can reach."""
    found: dict[str, None] = {}
    for modality, of_modality in barriers.items():
        effects = matter(of_modality, gate_open=gate_open[modality])
        undecided = (rule for rule, truth in of_modality if truth is Truth.UNKNOWN)
        found |= {rule.id: None for rule in undecided if rule.effect in effects}
    return found


def _unanswered(content: Content, view: States, name: str) -> Iterator[str]:
    """Yield what to ask about one item or score that a rule reads."""
    if name in content.items:
        if is_unanswered(view, name):
            yield name
    elif _is_open(view, name):
        yield from _of_scale(content.scales[name], view)


def _of_scale(scale: Scale, view: States) -> list[str]:
    unanswered = [name for name in scale.items if is_unanswered(view, name)]
    return unanswered if len(unanswered) < len(scale.items) else [scale.id]


def _is_open(view: States, score: str) -> bool:
    match view[score]:
        case Interval(low, high):
            return low != high
        case _:
            return False


def _unless_held_back(
    content: Content, view: States, name: str, waiting: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield an item, or while it is held back what its condition reads; that may be held back in turn."""
    item = content.items.get(name)
    if item is None or item.hold_back_unless is None or not is_held_back(item, view):
        yield name
        return
    for read in names(item.hold_back_unless):
        if read not in waiting:
            for each in _unanswered(content, view, read):
                yield from _unless_held_back(content, view, each, waiting | {name, read})
