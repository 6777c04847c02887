"""Which items of an interview may be asked now, which have to wait, and which are not to be asked."""

from collections.abc import Mapping, Sequence
from enum import Enum

from screenkit.assessment import Truth
from screenkit.engine.ask import is_held_back
from screenkit.engine.decide import decide
from screenkit.engine.states import States
from screenkit.models.answers import SILENT
from screenkit.models.condition import names
from screenkit.models.content import Content
from screenkit.models.questionnaire import Item


class Standing(Enum):
    """What can be said of an item that has not been asked: ask it, wait, or leave it out."""

    OPEN = "open"
    WAITS = "waits"
    CLOSED = "closed"


class Reach:
    """Looks at one set of answers and says how each item that is still to be asked stands.

    An item without `ask_when` is open, and so is one whose `ask_when` is yes. Where it is unknown, the item
    waits as long as something it reads is still to be asked. After that it rests on silence: it is open when
    one of the items it reads was declined or not known, since it may apply; where they were only passed over
    as not asked, it is left out with them and opens once they are answered. A gate item is open in any case.
    An item that is held back is left out until its condition is yes.
    """

    def __init__(self, content: Content, states: States, to_ask: Sequence[Item]) -> None:
        """Look at what is known (`states`) and at the items nothing was recorded for (`to_ask`)."""
        self._content = content
        self._states = states
        self._to_ask: Mapping[str, Item] = {item.id: item for item in to_ask}
        self._found: dict[str, Standing] = {}

    def standing(self, item: Item) -> Standing:
        """Return how one of the items to ask stands."""
        if item.id not in self._found:
            self._found[item.id] = self._standing(item)
        return self._found[item.id]

    def _standing(self, item: Item) -> Standing:
        if is_held_back(item, self._states):
            return Standing.CLOSED
        truth = decide(item.ask_when, self._states) if item.ask_when else Truth.YES
        if truth is not Truth.UNKNOWN:
            return Standing.OPEN if truth is Truth.YES else Standing.CLOSED
        read = self._read_by(item)
        if any(self._is_still_to_come(name) for name in read):
            return Standing.WAITS
        may_apply = item.gate is not None or any(self._states[name] in SILENT for name in read)
        return Standing.OPEN if may_apply else Standing.CLOSED

    def _is_still_to_come(self, name: str) -> bool:
        item = self._to_ask.get(name)
        return item is not None and self.standing(item) is not Standing.CLOSED

    def _read_by(self, item: Item) -> tuple[str, ...]:
        """Return the items that decide whether an item is asked; a score stands for its items."""
        read: list[str] = []
        for name in names(item.ask_when) if item.ask_when else ():
            scale = self._content.scales.get(name)
            read += scale.items if scale else (name,)
        return tuple(read)
