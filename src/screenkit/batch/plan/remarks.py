"""What is odd about the rows that are accepted: the problems the engine would find in them."""

from collections.abc import Collection
from typing import assert_never

from screenkit.batch.codes import DECLINED, FIRST_VALUE, NOT_ASKED, values_of
from screenkit.batch.plan.cells import Cells
from screenkit.batch.plan.sheet import Bit
from screenkit.batch.plan.view import View
from screenkit.engine import remark
from screenkit.models.condition import Condition
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item


def remarks(cells: Cells, view: View) -> dict[str, Bit]:
    """Return each remark that can be made, and of which rows."""
    content, sheet = cells.content, cells.sheet
    return {
        str(remark.UNCALLED): sheet.any_of(
            _is_uncalled(item, cells, view) for item in content.items.values()
        ),
        str(remark.CONTRADICTED): sheet.any_of(
            view.reach(scale).contradicted for scale in content.scales.values() if cells.has(scale.id)
        ),
        **{
            str(remark.cannot_be_together(because)): sheet.any_of(
                view.truth(when).surely for when in together
            )
            for because, together in _impossible(content).items()
        },
        str(remark.DECLINED_JUDGEMENT): sheet.any_of(
            cells.code_in(item, {DECLINED}) for item in content.judgements
        ),
        str(remark.UNREAD): sheet.any_of(
            cells.code_in(item, _noticed(item)) for item in content.unread_safety
        ),
    }


def _impossible(content: Content) -> dict[str, list[Condition]]:
    """Return what is declared impossible, by the reason that is told."""
    found: dict[str, list[Condition]] = {}
    for each in content.ruleset.impossible:
        found.setdefault(each.because, []).append(each.when)
    return found


def _is_uncalled(item: Item, cells: Cells, view: View) -> Bit:
    """Return whether an item was answered although it was not to be asked."""
    if item.ask_when is None or not cells.has(item.id):
        return False
    called_for = view.truth(item.ask_when).possibly
    return cells.sheet.all_of([cells.given(item), cells.sheet.negation(called_for)])


def _noticed(item: Item) -> Collection[int]:
    """Return the codes of the answers to a safety item that are not its least serious value."""
    every = set(range(NOT_ASKED + 1, FIRST_VALUE + len(values_of(item))))
    match item.ordered:
        case None:
            return every
        case tuple(values):
            return every - {FIRST_VALUE + values_of(item).index(values[0])}
        case "rising":
            return every - {FIRST_VALUE} if item.number else every
        case "falling":
            return every - {max(every)} if item.number else every
        case _:
            assert_never(item.ordered)
