"""The screen an instrument begins with: item by item, by its total, or not at all."""

from screenkit.interview.keys import Ask, Key, Pick
from screenkit.interview.layout import Block, Screen
from screenkit.interview.screens.shared import BACK, BLANK, ROUND, so_far
from screenkit.interview.state import Interview
from screenkit.models.questionnaire import Questionnaire

_HOW = {
    "items": "item by item, now",
    "total": "by its total",
    "skipped": "skipped",
}


def instrument(interview: Interview, asked: Questionnaire) -> Screen:
    """Return the screen that asks how an instrument is taken."""
    keys = [Key("1", "Item by item", Pick("items"), "Enter: its items, one by one.", "items")]
    if asked.scales:
        totals = "Enter its totals" if len(asked.scales) > 1 else "Enter its total"
        gates = ", then its safety questions" if any(item.gate for item in asked.items) else ""
        keys.append(Key("2", f"{totals}{gates}", Pick("total"), "Enter: the total from the form.", "total"))
    skip = Key("3", "Skip it", Pick("skipped"), "Enter: this form is not taken.", "skip")
    blocks = [Block("How is this form taken?", "strong"), BLANK]
    if asked.intro:
        blocks += [Block(asked.intro)]
    if asked.id in interview.instruments:
        blocks += [BLANK, Block(f"So far: {_HOW[interview.instruments[asked.id]]}.")]
    hint = f"Press {', '.join(key.key for key in keys)} or 3, then Enter."
    return Screen(asked.title, Ask((*keys, skip, BACK, *ROUND), hint), so_far(interview), tuple(blocks))
