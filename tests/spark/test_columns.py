"""A table in memory is screened in columns: each row as the engine screens it alone, whatever its types."""

import io
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise

import polars as pl
import pytest
from clusters import needed
from hypothesis import given, settings
from hypothesis import strategies as st
from onebyone import of_table, one_by_one
from strategies import contents, values_of

needed()

import pyarrow as pa

from screenkit.batch import arrow, screen
from screenkit.batch.arrow import screen_table
from screenkit.batch.columns import columns_of
from screenkit.batch.stream import LONGEST
from screenkit.batch.table import Table
from screenkit.batch.written import text_of
from screenkit.errors import TableError
from screenkit.models.answers import spelled
from screenkit.models.mapping import TableMapping

IDS = (
    "C-1",
    " C-1 ",
    "",
    "=2",
    "\u00e9",
    "e\u0301",
    "x" * 201,
    "bad\x1b[1m",
    "12",
    "1",
    "3",
    "'=2",
    "2.0",
    "n\0l",
)
ODD = (
    "declined",
    "dont_know",
    "not_asked",
    "not_applicable",
    "maybe",
    " a ",
    "2.0",
    "07",
    "-1",
    "99",
    "\0",
    "1.0000001",
)

TEXT = (
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
)
WHOLE = (pa.int8(), pa.int16(), pa.int64(), pa.uint8(), pa.uint64(), pa.dictionary(pa.int16(), pa.int64()))
BROKEN = (pa.float16(), pa.float32(), pa.float64(), pa.decimal128(9, 2))
OTHER = {
    pa.null(): (None,),
    pa.bool_(): (True, False),
    pa.date32(): (date(2026, 5, 1), date(1969, 7, 20)),
    pa.time64("us"): (time(7), time(7, 30, 1, 5)),
    pa.timestamp("us"): (datetime(2026, 5, 1), datetime(2026, 5, 1, 7, 30)),  # noqa: DTZ001
    pa.timestamp("us", "UTC"): (datetime(2026, 5, 1, tzinfo=UTC),),
}
"""Types, and values of those that hold no answers unless a mapping says so."""


@pytest.fixture(autouse=True, scope="module")
def small_parts():
    """Let every few rows be screened together, and no table be too small for that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "_FEW", 0)
        patch.setattr(arrow, "_AT_ONCE", 7)
        patch.setattr(arrow, "_ROWS", 7)
        yield


# Columns


@dataclass(frozen=True)
class Made:
    """A column of random cells: its type, its values, and what they stand for."""

    kind: pa.DataType
    values: list
    meant: dict


def answers_at_random(dice, content, name, rows, noise):
    """Cells that answer an item or give a total; some of them, as many as there is noise, do not."""
    offered = values_of(content, name)
    holds_words = isinstance(offered[0], str)
    kind = dice.choice([*TEXT, pa.bool_()] if holds_words else [*TEXT, *WHOLE, *BROKEN])
    if holds_words and dice.random() < 0.4:
        kind = dice.choice([*WHOLE, *BROKEN])
    if dice.random() < noise:
        kind = dice.choice(list(OTHER))
    meant = {}
    if kind in TEXT:
        values, odd = ["", *map(spelled, offered)], ODD
    elif kind in OTHER:
        values, odd = OTHER[kind], (None,)
        meant = {
            text_of(value): dice.choice(list(map(spelled, offered))) for value in values if value is not None
        }
    elif holds_words:
        values, odd = [number(n, kind) for n in range(len(offered))], [number(9, kind)]
        meant = {str(n): word for n, word in enumerate(offered)}
    else:
        whole = [number(int(each), kind) for each in offered if each.denominator == 1]
        values, odd = whole or [None], [number(99, kind)]
        if kind in BROKEN:
            odd = [Decimal("1.50")] if pa.types.is_decimal(kind) else [-0.0, 1.5, float("nan"), float("inf")]
    some = [dice.choice(odd) if dice.random() < noise else dice.choice([None, *values]) for _ in range(rows)]
    return Made(kind, some, meant)


def number(value, kind):
    """A whole number as a type of this kind has it."""
    return Decimal(value) if pa.types.is_decimal(kind) else float(value) if kind in BROKEN else value


def ids_at_random(dice, rows, noise):
    """Case ids, few of which are odd or stand twice; or numbers, days and moments, most of which do."""
    if dice.random() < 0.1:
        kind = dice.choice(list(OTHER))
        return Made(kind, dice.choices(OTHER[kind], k=rows), {})
    if dice.random() < 0.2:
        kind = dice.choice([*WHOLE, *BROKEN])
        return Made(kind, [number(n, kind) if dice.random() > noise else None for n in range(rows)], {})
    ids = [dice.choice(IDS) if dice.random() < noise else f"P-{n}" for n in range(rows)]
    return Made(dice.choice(TEXT), ids, {})


def chunked(dice, kind, values):
    """These values as several arrays, each a part of a longer one."""
    cuts = sorted(dice.choices(range(len(values) + 1), k=dice.randrange(3)))
    arrays = [
        pa.array([None, *values[start:end], None], kind).slice(1, end - start)
        for start, end in pairwise([0, *cuts, len(values)])
    ]
    return pa.chunked_array(arrays, kind)


# Tables


def people_at_random(dice, content):
    """Random columns by their names: some items and scores, often case ids, and a note."""
    rows, noise = dice.choice([0, 1, 6, 7, 8, 25]), dice.choice([0, 0.02, 0.05, 0.4])
    names = dice.sample(sorted(content.order), dice.randint(1, len(content.order)))
    columns = {name: answers_at_random(dice, content, name, rows, noise) for name in names}
    if dice.random() < 0.8:
        columns["case_id"] = ids_at_random(dice, rows, noise)
    if dice.random() < 0.4:
        notes = [dice.choice(['a "note",\n', "", None, "b"]) for _ in range(rows)]
        columns["note"] = Made(
            dice.choice(TEXT), [note if dice.random() > noise else "\0" for note in notes], {}
        )
    return {name: columns[name] for name in dice.sample(sorted(columns), len(columns))}


def mapping_at_random(dice, content, columns):
    """A mapping that says what the cells of these columns stand for, and what holds for everybody."""
    left = [name for name in content.order if name not in columns]
    items = {}
    for name in (name for name in columns if name in content.order):
        offered = [*map(spelled, values_of(content, name)), "declined"]
        more = {word: dice.choice(offered) for word in ("\0", "maybe", "7.0") if dice.random() < 0.1}
        column = dice.choice(list(columns)) if dice.random() < 0.05 else name
        items[name] = {"column": column, "values": {**more, **columns[name].meant}}
    constants = {
        name: dice.choice([*map(spelled, values_of(content, name)), "declined", "not_asked"])
        for name in dice.sample(left, min(len(left), dice.choice([0, 0, 1])))
    }
    return TableMapping(case_id="case_id" if "case_id" in columns else None, items=items, constants=constants)


@st.composite
def tables(draw):
    """A rule set, a table in Arrow or Polars, the texts of its cells, a mapping, and whether it is keyed."""
    content = draw(contents(most_items=4, most_rules=6))
    dice = random.Random(draw(st.integers(0, 1 << 40)))
    columns = people_at_random(dice, content)
    is_mapped = any(column.meant for column in columns.values()) or dice.random() < 0.3
    mapping = mapping_at_random(dice, content, columns) if is_mapped else None
    table = pa.table({name: chunked(dice, made.kind, made.values) for name, made in columns.items()})
    batch = pa.RecordBatch.from_struct_array(table.to_struct_array().combine_chunks())
    held = dice.choice([table, batch, pl.from_arrow(table)])
    cells = [[*map(text_of, row)] for row in zip(*(made.values for made in columns.values()), strict=True)]
    return content, held, list(columns), cells, mapping, "case_id" in columns and dice.random() < 0.5


@settings(max_examples=120)
@given(tables())
def test_each_row_is_screened_as_the_engine_screens_it_by_itself(made):
    content, table, header, cells, mapping, keyed = made
    expected = one_by_one(content, header, cells, mapping, keyed=keyed)

    assert screen_table(content, table, mapping, keyed=keyed).to_pylist() == expected


def test_scores_that_columns_cannot_hold_are_screened_one_by_one(online_group, people, monkeypatch):
    def plan_of(*_):
        raise OverflowError

    content, table = replace(online_group), pa.Table.from_pylist(people[:40])
    monkeypatch.setattr(arrow, "plan_of", plan_of)

    assert screen_table(content, table, None) == screen_table(online_group, table, None)


def test_tables_at_the_same_time_and_by_turns_have_each_its_own_result(people, monkeypatch):
    monkeypatch.setattr(arrow, "_AT_ONCE", 60)
    table = pa.Table.from_pylist(people[:60])
    rulesets = ["online-group", "usual-group-criteria"]
    alone = [screen(table, ruleset) for ruleset in rulesets]
    with ThreadPoolExecutor(2) as workers:
        found = list(workers.map(lambda ruleset: screen(table, ruleset), rulesets * 2))

    assert found == alone * 2


# Odd tables


def odd(online_group, mapping=None, *, keyed=False, **columns):
    """Screen a table of these columns and hold it to the engine; return case ids, values and reasons."""
    table = pa.table(columns)
    cells = [[*map(text_of, row)] for row in zip(*(each.to_pylist() for each in table.columns), strict=True)]
    found = screen_table(online_group, table, mapping, keyed=keyed).to_pylist()
    assert found == one_by_one(online_group, list(columns), cells, mapping, keyed=keyed)
    return [(row["case_id"], row["value"], row["reason"]) for row in found]


def test_rows_that_must_have_a_case_id_and_have_none_are_no_repeats(online_group):
    nameless = "the row has no case id"
    ids = ["", "2", "3", None, "4", " "]

    assert odd(online_group, keyed=True, case_id=ids, acute_crisis=["no"] * 6) == [
        ("", "", nameless),
        ("2", None, None),
        ("3", None, None),
        ("", "", nameless),
        ("4", None, None),
        ("", "", nameless),
    ]


def test_a_nul_byte_is_told_even_where_a_mapping_knows_it(online_group):
    mapping = TableMapping(items={"acute_crisis": {"column": "crisis", "values": {"\0": "no"}}})

    assert odd(online_group, mapping, crisis=["no", "\0"]) == [
        ("1", None, None),
        ("2", "", "a NUL byte stands in the row"),
    ]


def test_a_short_number_is_read_as_it_is_shown(online_group):
    mapping = TableMapping(items={"acute_crisis": {"column": "crisis", "values": {"0.1": "no", "2": "yes"}}})
    table = pa.table({"crisis": pa.array([0.1, 2], pa.float32())})
    words = pa.table({"acute_crisis": ["no", "yes"]})

    assert screen_table(online_group, table, mapping) == screen_table(online_group, words, None)


def test_a_row_that_is_too_long_is_told_and_its_neighbours_are_screened(online_group):
    long = "x" * (LONGEST // 2)
    told = odd(online_group, acute_crisis=["no"] * 3, note=["", long, long], more=["", "", f"{long}y"])

    assert [reason for _, _, reason in told] == [None, None, f"the row has more than {LONGEST:,} characters"]


STRANGE = {
    "list": pa.array([[1]]),
    "record": pa.array([{"a": 1}]),
    "bytes": pa.array([b"x"]),
    "bytes of one length": pa.array([b"x"], pa.binary(1)),
    "huge": pa.array([Decimal(1)], pa.decimal256(50, 2)),
    "runs": pa.RunEndEncodedArray.from_arrays([1], [1]),
    "months": pa.array([pa.MonthDayNano([1, 2, 3])]),
    "own": pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"x" * 16], pa.binary(16))),
}


def test_columns_of_types_that_hold_no_single_values_are_refused(online_group):
    table = pa.table({"acute_crisis": ["no"], **STRANGE})
    with pytest.raises(TableError) as refused:
        screen_table(online_group, table, None)

    what, do = (
        f"the columns {', '.join(STRANGE)} hold no single values",
        "leave them out, or make text of them",
    )
    assert [str(problem) for problem in refused.value.problems] == [f"the table: {what} — {do}"]


BROKEN_TEXT = pa.Array.from_buffers(
    pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(b"no\xff\xfe")]
)


@pytest.mark.parametrize("name", ["case_id", "acute_crisis", "note"])
@pytest.mark.parametrize("kind", ["text", "dictionary"])
def test_text_that_is_no_utf_8_is_refused(online_group, name, kind):
    broken = BROKEN_TEXT if kind == "text" else pa.DictionaryArray.from_arrays(pa.array([0]), BROKEN_TEXT)
    table = pa.table({"case_id": ["A"], "acute_crisis": ["no"], "note": [""], name: broken})
    with pytest.raises(TableError, match=f"the columns {name} hold text that is no UTF-8"):
        screen_table(online_group, table, None)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["acute_crisis", "acute_crisis "], "2 columns are named 'acute_crisis'"),
        (["acute_crisis", " "], "column 2 has no name"),
        (["colour", "note"], "no column is named for an item or a score"),
    ],
)
def test_columns_that_cannot_be_told_apart_are_refused(online_group, names, told):
    for table in (pa.table([pa.array(["no"])] * 2, names), pl.DataFrame([["no"], ["no"]], names)):
        with pytest.raises(TableError, match=told):
            screen_table(online_group, table, None)


# Files


def test_a_file_is_screened_as_on_one_machine(online_group, table, here, monkeypatch):
    monkeypatch.setattr(arrow, "_ROWS", 100)
    results, rejects = here
    refused = {int(row["record"]): row for row in rejects}
    accepted = iter(results)
    rows = [refused.get(n) or next(accepted) for n in range(1, len(results) + len(rejects) + 1)]
    found = arrow.screen_file(online_group, table.read_bytes(), "people.csv", None)
    names = [name for name in found.column_names if name not in {arrow.KEY, arrow.PLACE}]

    assert found.select(names).to_pylist() == [{name: row.get(name) for name in names} for row in rows]
    assert found.column(arrow.PLACE).to_pylist() == list(range(1, len(rows) + 1))
    assert len(set(found.column(arrow.KEY).to_pylist())) == len(rows) - 3  # three case ids stand twice


LINES = (
    *["ID,,1,2\n"] * 4,
    "ID,short,0\n",
    "ID,long,0,3,,\n",
    'ID,"two\nlines",0,3\n',
    'ID,"he said" so,0,3\n',
    'ID,"left open,0,3\n',
    "\n",
    "ID,nul \0,0,3\n",
    "ID,value,two,3\n",
    "ID,value,not_applicable,1\n",
    "twice,,0,3\n",
    " twice,,0,3\n",
    "caf\u00e9,,0,0\n",
    "cafe\u0301,,0,0\n",
    ",no id,0,0\n",
    "=ID,,0,0\n",
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_a_damaged_file_is_read_as_it_is_read_record_by_record(online_group, lines):
    told = "".join(line.replace("ID", f"P-{n}") for n, line in enumerate(lines))
    data = f"case_id,note,phq9_1,phq9_9\n{told}".encode()
    table = Table(io.BytesIO(data), "t.csv")
    columns = replace(columns_of(table.header, online_group, "t.csv", None), named=True)
    found = arrow.screen_file(online_group, data, "t.csv", None)

    assert found.drop_columns([arrow.KEY, arrow.PLACE]).to_pylist() == of_table(online_group, table, columns)
    assert found.column(arrow.PLACE).to_pylist() == list(range(1, table.records + 1))
