"""Gates: safety items whose missing answer holds every modality they concern."""

from screenkit.assessment import GateFinding, Truth
from screenkit.engine.decide import decide
from screenkit.engine.states import States, is_unanswered
from screenkit.models.answers import SILENT
from screenkit.models.content import Content
from screenkit.models.criterion import weakest
from screenkit.models.questionnaire import Item


def open_gates(content: Content, states: States, view: States) -> tuple[Item, ...]:
    """Return the gate items that apply, have no value and are not released, in the order they are asked.

    `states` is what is known; `view` is the same, or the open-ended view of it.
    """
    return tuple(
        item
        for item in content.gates
        if is_unanswered(view, item.id) and not _is_released(item, states, view)
    )


def gate_finding(content: Content, states: States) -> GateFinding:
    """Return the engine's own hold on what is known."""
    items = {item.id: content.concerns(item) for item in open_gates(content, states, states)}
    rests_on = content.ruleset.gates.rests_on
    levels = [content.criteria[name].report_as for name in rests_on] or ["project_convention"]
    return GateFinding(
        items={name: concerned for name, concerned in items.items() if concerned},
        used={item.id: states[item.id] for item in content.gates},
        rests_on=rests_on,
        evidence=weakest(levels),
        binding="regulation" in levels,
    )


def _is_released(item: Item, states: States, view: States) -> bool:
    """Say whether a recorded assessment releases an item; one that was never asked is never released."""
    released_by = item.gate.released_by if item.gate else None
    return released_by is not None and states[item.id] in SILENT and decide(released_by, view) is Truth.YES
