"""A reject never hides an alert: however a row is damaged, what still stands legibly in it counts."""

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from screenkit.assessment import LEVELS
from screenkit.batch.alert import AlertReader
from screenkit.batch.columns import columns_of
from screenkit.batch.rejects import columns_of_rejects
from screenkit.batch.rows import RowByRow
from screenkit.batch.table import Table
from screenkit.batch.tally import Tally
from screenkit.content.answers import read_answers
from screenkit.content.mapping import read_mapping
from screenkit.engine.assess import assess

HEADER = ["case_id", "suicidal_ideation", "acute_crisis", "phq9_1", "psychosis", "eating_disorder", "note"]


@pytest.fixture(scope="module")
def level(online_group):
    """Say which level a row of a table gives as a reject."""

    def of(row, header=HEADER, mapping=None):
        made = read_mapping(mapping.encode(), "map.yaml", online_group) if mapping else None
        columns = columns_of(header, online_group, "t.csv", made)
        return AlertReader(online_group, columns).level(row.split(","))

    return of


@pytest.fixture(scope="module")
def rejects(online_group):
    """Screen a table and return its rejects."""

    def of(text):
        table = Table(io.BytesIO(text.encode()), "t.csv")
        written = io.StringIO(newline="")
        work = RowByRow(online_group, table, columns_of(table.header, online_group, "t.csv", None), Tally())
        work.screen(csv.writer(io.StringIO()), csv.writer(written))
        return list(
            csv.DictReader(io.StringIO(written.getvalue(), newline=""), columns_of_rejects(is_several=False))
        )

    return of


@pytest.fixture(scope="module")
def level_of(online_group):
    """Say which level some answers give by themselves."""

    def of(answers):
        written = "".join(f"{name}: {word}\n" for name, word in answers.items())
        return assess(online_group, read_answers(written.encode(), "a.yaml", online_group)).safety.level

    return of


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,none,no,0,none,none,x", "complete_screen"),
        ("A,plan,no,0,none,none,x", "immediate"),
        # letters' case, quotes, and what cannot be seen
        ("A,PLAN,no,0,none,none,x", "immediate"),
        ('A,"plan,no,0,none,none,x', "immediate"),
        ("A,“plan”,no,0,none,none,x", "immediate"),
        ("A,pl\0an\u200b,no,0,none,none,x", "immediate"),
        ("A,plan.,no,0,none,none,x", "immediate"),
        ("A,\uff50\uff4c\uff41\uff4e,no,0,none,none,x", "immediate"),
        ("A,none,Yes,0,none,none,x", "same_day"),
        ("A,Declined,no,0,none,none,x", "same_day"),
        # one cell too many and one too few, so that the row comes out even
        ("A,x,plan,no,none,none,x", "immediate"),
        ("plan,no,0,none,none,x,y", "immediate"),
        ("A,no,plan,0,none,none,x", "immediate"),
        ("A,no,0,acute,none,x,y", "same_day"),
        ("A,x,active,no,none,none,x", "immediate"),  # two questions know the word; one stands beside it
        # a word far from its question, where something else was asked
        ("A,none,no,0,none,plan,x", "immediate"),
        # what stands where nothing was asked says nothing, as long as its question is answered
        ("A,none,no,z,none,none,plan", "complete_screen"),
        ("plans,none,no,z,none,none,I have a plan", "complete_screen"),
        ("A,x,no,0,none,none,plan", "immediate"),
        # too few and too many cells, on both sides of the answer
        ("plan,no,0,none,none", "immediate"),
        ("A,plan,no,0,none,none,x,y", "immediate"),
        ("A,b,c,plan,no,0,none,none,x,y", "immediate"),
        # rows that ran together
        ("A,none,no,0,none,none,xB,none,no,0,none,none,yC,plan,no,0,none,none,z", "immediate"),
        ("A,none,no,0,none,none,x,B,plan,no,0,none,none,y,C,none,no,0,none,none,z", "immediate"),
        # yes and no, numbers and words for no answer speak of nothing in particular
        ("A,yes,no,0,none,none,x", "complete_screen"),
        ("A,none,no,yes,yes,yes,yes", "complete_screen"),
        ("A,none,no,0,3,none,x", "complete_screen"),
        # the mildest value of a question is no alarm
        ("A,none,none,none,none,none,x", "complete_screen"),
        # a gate that cannot be read is open
        ("A,x,x,x,x,x,x", "complete_screen"),
    ],
)
def test_a_damaged_row_gives_the_gravest_level_it_can_be_read_to_give(row, expected, level):
    assert level(row) == expected


def test_a_row_of_gates_that_cannot_be_read_is_unfinished_and_one_without_answers_is_nothing(level):
    assert level("A,??", ["case_id", "psychosis"]) == "complete_screen"
    assert level("A,??", ["case_id", "age_years"]) is None


def test_only_an_unanswered_gate_keeps_a_typo_from_being_nothing(level, clear_candidate):
    row = {**clear_candidate, "status": "active", "age_years": "4o"}
    assert level(",".join(row.values()), list(row)) == "none"
    row = {**row, "psychosis": "nono"}
    assert level(",".join(row.values()), list(row)) == "complete_screen"


def test_what_a_mapping_reads_as_a_grave_answer_counts_in_a_wrong_column_too(level):
    mapping = """
        case_id: ID
        items:
          suicidal_ideation: {column: SI, values: {"A plan": plan, "No": none, "4": active}}
          acute_crisis: {column: AC, values: {"Y": "yes", "N": "no"}}
          psychosis: PS
        constants: {group_kind: skills}
    """
    header = ["ID", "SI", "AC", "PS"]

    assert level("A,No,N,none", header, mapping) == "complete_screen"
    assert level("A,a PLAN,N,none", header, mapping) == "immediate"
    assert level("A,N,A plan,none", header, mapping) == "immediate"
    assert level("A,4,N,none", header, mapping) == "immediate"
    assert level("A,No,4,none", header, mapping) == "complete_screen"
    assert level("A,No,N,Y", header, mapping) == "complete_screen"


@pytest.mark.parametrize(
    "text",
    [
        'A,"plan\n',  # a quote left open in the last cell
        'A,"plan\nB,none\n',
        'A,"plan\nB,"none"\n',
        'A,"plan\nB,"none\nC,none\n',  # two open quotes that make one cell between them
        'A,"plan,x\nB,none",x\n',
        "A;plan\n",  # parted by something else than the header
        "A\tplan\n",
        "A|plan|x\n",
        'A;"plan"\n',
        'A,"plan"x\n',
        'A,"pl"an\n',
        "A,plan\r\r\n",
        "A,plan,none\n",
        "A,none,plan\n",
        "plan\n",
        "A,pl\0an\n",
        'A,"plan\n\n\n',
    ],
)
def test_no_quote_and_no_delimiter_hides_a_plan(text, rejects):
    first = rejects("case_id,suicidal_ideation\n" + text)[0]

    assert (first["line"], first["safety"]) == ("2", "immediate")


def test_a_quoted_note_is_no_answer_however_a_row_is_damaged(rejects):
    text = 'case_id,note,suicidal_ideation,acute_crisis\nA,"no, plan, yet\nplan",none,x\n'

    assert [each["safety"] for each in rejects(text)] == ["complete_screen"]


# Whatever the damage


WORDS = {
    "suicidal_ideation": ["none", "passive", "active", "plan", "declined", ""],
    "acute_crisis": ["no", "yes", "dont_know"],
    "age_years": ["40", "17", ""],
    "psychosis": ["none", "stable_treated", "acute", "declined"],
    "suicide_attempt_past_3m": ["no", "yes", ""],
    "phq9_9": ["0", "1", "3", ""],
    "severe_depression": ["no", "yes", "declined"],
    "eating_disorder": ["none", "active"],
    "asq_5": ["no", "yes", ""],
}
TELLING = {"passive", "active", "plan", "acute", "stable_treated"}
"""Words that are known for what they answer wherever they stand."""

COLUMNS = ["case_id", *WORDS, "note"]
GOOD = ",".join(["Z", *(words[0] for words in WORDS.values()), "ok"])

# A row is a list of (column, cell); what was put in has no column.
EXTRA = [("", "extra")]
MOVES = {
    "none": lambda row, *_: row,
    "one dropped": lambda row, i, _: [*row[:i], *row[i + 1 :]],
    "one added": lambda row, i, _: [*row[:i], *EXTRA, *row[i:]],
    "two dropped": lambda row, i, j: [*row[:i], *row[i + 1 : j], *row[j + 1 :]],
    "two added": lambda row, i, j: [*row[:i], *EXTRA, *row[i:j], *EXTRA, *row[j:]],
    "shifted left": lambda row, i, j: [*row[:i], *row[i + 1 : j + 1], *EXTRA, *row[j + 1 :]],
    "shifted right": lambda row, i, j: [*row[:i], *EXTRA, *row[i:j], *row[j + 1 :]],
    "misspelt": lambda row, i, _: [*row[:i], *EXTRA, *row[i + 1 :]],
    "cut off": lambda row, i, _: row[: i + 1],
}
AROUND = [("", ""), ('"', ""), ("", '"'), ("”", "”"), ("\0", ""), ("", "\u202e"), (" ", "\r")]
LINES = {
    "as it is": "{row}\n",
    "a row behind it": "{row}\n{good}\n",
    "a quoted row behind it": '{row}\n{good},"\n',
    "run together": "{row}{good}\n",
    "open to the end": '{row}\n"\n',
    "by semicolons": "{row}\n",
    "in capitals": "{row}\n",
}


@st.composite
def damaged(draw):
    """Damage a row: return the table's text and what still stands legibly in the row."""
    row = [("case_id", "A"), *((name, draw(st.sampled_from(words))) for name, words in WORDS.items())]
    row.append(("note", "ok"))
    i, j = sorted(draw(st.lists(st.integers(0, len(row) - 1), min_size=2, max_size=2, unique=True)))
    cells = MOVES[draw(st.sampled_from(sorted(MOVES)))](row, i, j)
    line = draw(st.sampled_from(sorted(LINES)))
    joined = line == "run together"  # the next row then begins in its last cell
    kept = legible(cells[:-1], both_ends=False) if joined else legible(cells, both_ends=True)
    before, after = draw(st.sampled_from(AROUND))
    k = draw(st.integers(0, len(cells) - 1))
    text = [f"{before}{cell}{after}" if k == n else cell for n, (_, cell) in enumerate(cells)]
    parted = (";" if line == "by semicolons" else ",").join(text)
    parted = parted.upper() if line == "in capitals" else parted
    return ",".join(COLUMNS) + "\n" + LINES[line].format(row=parted, good=GOOD), kept


def legible(cells, *, both_ends):
    """Return the answers that stand in their place, from the left or the right, or are known by a word."""
    surplus = len(cells) - len(COLUMNS)
    kept = {}
    for place, (name, cell) in enumerate(cells):
        places = {place, place - surplus} if both_ends else {place}
        if name in WORDS and (cell in TELLING or COLUMNS.index(name) in places):
            kept[name] = cell
    return kept


@settings(max_examples=200)
@given(damaged())
def test_a_reject_gives_at_least_the_level_of_what_stands_legibly_in_its_row(rejects, level_of, made):
    text, kept = made

    found = [each for each in rejects(text) if each["line"] == "2"]

    assume(found and kept)
    assert LEVELS.index(found[0]["safety"]) >= LEVELS.index(level_of(kept))
