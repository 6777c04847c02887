"""Gates: safety items whose missing answer holds every modality they concern."""

from collections.abc import Iterable, Mapping

from screenkit.batch.codes import DECLINED, DONT_KNOW
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.sheet import Bit
from screenkit.batch.plan.view import View
from screenkit.models.base import Modality
from screenkit.models.questionnaire import Item


def open_gates(cells: Cells, view: View) -> dict[str, Bit]:
    """Return for each gate item whether it applies, has no value and is not released."""
    return {
        item.id: cells.sheet.all_of(
            [view.is_unanswered(item), cells.sheet.negation(_is_released(item, cells, view))]
        )
        for item in cells.content.gates
    }


def open_for(cells: Cells, gates: Mapping[str, Bit], modalities: Iterable[Modality]) -> Bit:
    """Return whether a gate is open that concerns one of these modalities."""
    wanted = set(modalities)
    concerned = (item.id for item in cells.content.gates if wanted & set(cells.content.concerns(item)))
    return cells.sheet.any_of(gates[name] for name in concerned)


def _is_released(item: Item, cells: Cells, view: View) -> Bit:
    """Return whether a recorded assessment releases an item; one that was never asked is never released."""
    released_by = item.gate.released_by if item.gate else None
    if released_by is None:
        return False
    return cells.sheet.all_of([cells.code_in(item, {DECLINED, DONT_KNOW}), view.truth(released_by).surely])
