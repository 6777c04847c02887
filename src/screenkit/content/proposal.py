"""Write guesses as a mapping file that is refused until somebody has confirmed each of them."""

from collections.abc import Iterator, Sequence

from screenkit.content.guess import PLACES, Guess
from screenkit.content.profile import scalar
from screenkit.models.content import Content
from screenkit.text import clean

_SHOWN = 20
"""Values that are named one by one."""


def proposal(guesses: Sequence[Guess], header: Sequence[str], content: Content, table: str) -> str:
    """Return a mapping file, in YAML, with every guess to be confirmed; `table` is where it comes from."""
    return "\n".join(_lines(guesses, header, content, table)) + "\n"


def _lines(guesses: Sequence[Guess], header: Sequence[str], content: Content, table: str) -> Iterator[str]:
    yield f"# Proposed for {clean(table)}, by the names of its columns. None of it counts yet:"
    yield "# --map refuses this file while 'confirmed: false' stands in it. Compare each column with its"
    yield "# question and each value with its meaning; then write 'confirmed: true', or take the lines away."
    places = [guess for guess in guesses if guess.target in PLACES]
    for guess in places:
        yield f"{guess.target}: {{column: {scalar(guess.column)}, confirmed: false}}"
    yield "items:"
    for guess in guesses:
        if guess not in places:
            yield from _item(guess, content)
    if len(places) == len(guesses):
        yield "  # no column is named like an item or a score: write 'item: column' lines here"
    taken = {guess.column for guess in guesses}
    left = [clean(name) for name in header if name not in taken]
    if left:
        yield "# Columns that are named like no item and no score:"
        yield from (f"#   {name}" for name in left)


def _item(guess: Guess, content: Content) -> Iterator[str]:
    item = content.items.get(guess.target)
    asked = item.text if item else content.scales[guess.target].title
    yield f"  # {clean(asked)}{' (about safety)' if item and item.is_safety else ''}"
    for warning in guess.warnings:
        yield f"  # LOOK TWICE: {clean(warning)}"
    yield f"  {guess.target}:"
    yield f"    column: {scalar(guess.column)}"
    yield "    confirmed: false"
    if guess.values:
        pairs = (f"{scalar(value)}: {scalar(meant)}" for value, meant in guess.values.items())
        yield "    values: {" + ", ".join(pairs) + "}"
    if guess.open_values:
        yield "    # What do these mean? Add them to 'values', or their rows are rejected:"
        for value, rows in list(guess.open_values.items())[:_SHOWN]:
            yield f"    #   {scalar(clean(value))}: in {rows:,} {'row' if rows == 1 else 'rows'}"
        if len(guess.open_values) > _SHOWN:
            yield f"    #   and {len(guess.open_values) - _SHOWN:,} more"
