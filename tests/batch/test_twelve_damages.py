"""Twelve kinds of damage in a thousand records: each on its true line, and nobody beside them lost."""

from dataclasses import dataclass

import pytest

HEADER = "case_id,note,phq9_1,phq9_9,suicidal_ideation,remark\n"
PEOPLE = 1_000
EVERY = 80
"""Records from one damage to the next."""

DAMAGES = {
    "a word for a number": ("{id},{note},two,0,none,{remark}\n", "this is no number the item offers"),
    "a number out of range": ("{id},{note},9,0,none,{remark}\n", "this is no number the item offers"),
    "a fraction": ("{id},{note},1.5,0,none,{remark}\n", "this is no number the item offers"),
    "a value nobody knows": ("{id},{note},1,0,maybe,{remark}\n", "this is none of the item's values"),
    "too few cells": ("{id},{note},1,0\n", "the row has 4 cells and the header has 6"),
    "too many cells": ("{id},{note},1,0,none,{remark},\n", "the row has 7 cells and the header has 6"),
    "an empty line": ("\n", "an empty line"),
    "text after a quote": ('{id},"{id}" b,1,0,none,{remark}\n', "text follows the closing quote of a cell"),
    "a quote left open": ('{id},"{id},1,0,none,x\n', "a quote in this row is not closed where it should be"),
    "a NUL byte": ("{id},{note},1,0,none,\0\n", "a NUL byte stands in the row"),
    "a lone carriage return": (
        "{id},{note},1,0,none,a\rb\n",
        "a carriage return stands in the row without a line feed",
    ),
    "an id that stands twice": (
        "p1,{note},1,0,none,{remark}\n",
        "the case id already stands on line {first}",
    ),
}


@dataclass
class Table:
    """A damaged table, the ids of its undamaged records, and what should be said of the others."""

    text: str
    good: list[str]
    expected: list[tuple[str, str]]


def people(end, kinds):
    """Return a table in which every so many records one of these damages stands."""
    text, good, expected, first = HEADER, [], [], 0
    for number in range(PEOPLE):
        cells = {
            "id": f"p{number}",
            "note": f'"a, {number}\n""b""\n"',
            "remark": '"x\ny"' if number % 3 else "",
        }
        line = text.count("\n") + 1
        place, rest = divmod(number, EVERY)
        if rest == EVERY // 2 and place < len(kinds):
            row, reason = DAMAGES[kinds[place]]
            expected.append((str(line), reason.format(first=first)))
        else:
            row = "{id},{note},1,0,none,{remark}\n"
            good.append(cells["id"])
            first = line if number == 1 else first
        text += row.format(**cells)
    return Table(text.replace("\n", end), good, expected)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("turn", [1, -1])
def test_each_damage_is_rejected_on_its_line_and_no_other_record_is_lost(batch, end, turn):
    made = people(end, list(DAMAGES)[::turn])

    ran = batch(made.text.encode())

    assert len(made.expected) == len(DAMAGES) == 12
    assert [row["case_id"] for row in ran.results] == made.good
    assert [(row["line"], row["reason"].partition(" | ")[0]) for row in ran.rejects] == made.expected
    assert f"rows read 1,000 = accepted {len(made.good)} + rejected 12" in ran.err
