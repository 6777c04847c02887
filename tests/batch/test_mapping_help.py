"""A mapping is proposed, tried and questioned before it is used; nothing of it counts unconfirmed."""

import re

import pytest

from screenkit.batch import values
from screenkit.batch.opening import opened
from screenkit.batch.values import by_rows, seen_values

SURVEY = (
    "Patient ID,Date,PHQ9 item 1,PHQ-9 Item 9,Acute_Crisis,suicidal ideation,psychosi,weather\n"
    "p1,2026-11-01,Not at all,0,N,None,none,sun\n"
    "p2,2026-11-02,2,Several days,Y,no plan,none,rain\n"
    "p3,2026-11-03,refused,8,n/a,plan,none,\n"
)


def suggested(batch, table=SURVEY, out="-"):
    return batch(table, "--suggest-map", rules="online-group", out=out)


def test_a_mapping_is_proposed_by_the_names_of_columns_and_values(batch):
    ran = suggested(batch)

    assert ran.files == []
    assert ran.out == (
        "# Proposed for table.csv, by the names of its columns. None of it counts yet:\n"
        "# --map refuses this file while 'confirmed: false' stands in it. Compare each column with its\n"
        "# question and each value with its meaning; then write 'confirmed: true', or take the lines away.\n"
        "case_id: {column: Patient ID, confirmed: false}\n"
        "screened_on: {column: Date, confirmed: false}\n"
        "items:\n"
        "  # Are you in the middle of a crisis right now? (about safety)\n"
        "  acute_crisis:\n"
        "    column: Acute_Crisis\n"
        "    confirmed: false\n"
        '    values: {"N": "no", "Y": "yes", "n/a": not_asked}\n'
        "  # Do thoughts of dying or of ending your life come to you these days? (about safety)\n"
        "  suicidal_ideation:\n"
        "    column: suicidal ideation\n"
        "    confirmed: false\n"
        "    values: {None: none}\n"
        "    # What do these mean? Add them to 'values', or their rows are rejected:\n"
        "    #   no plan: in 1 row\n"
        "  # Do you see or know of signs of psychosis in this person? (about safety)\n"
        "  psychosis:\n"
        "    column: psychosi\n"
        "    confirmed: false\n"
        "  # Low interest\n"
        "  phq9_1:\n"
        "    column: PHQ9 item 1\n"
        "    confirmed: false\n"
        '    values: {Not at all: "0", refused: declined}\n'
        "  # Death or self-harm thoughts (about safety)\n"
        "  phq9_9:\n"
        "    column: PHQ-9 Item 9\n"
        "    confirmed: false\n"
        '    values: {Several days: "1"}\n'
        "    # What do these mean? Add them to 'values', or their rows are rejected:\n"
        '    #   "8": in 1 row\n'
        "# Columns that are named like no item and no score:\n"
        "#   weather\n"
    )


def test_a_proposal_goes_into_a_file_where_one_is_named(batch):
    ran = suggested(batch, out="proposal.yaml")

    assert (ran.out, ran.files) == ("", ["proposal.yaml"])
    assert (ran.folder / "proposal.yaml").read_text() == suggested(batch).out
    assert suggested(batch, out="proposal.yaml").err == [
        "proposal.yaml: the file exists already — choose another name, or add --overwrite"
    ]


def test_a_guess_is_refused_until_it_is_confirmed(batch):
    proposal = suggested(batch).out
    guesses = proposal.count("confirmed: false") - 1  # one stands in what is said on top

    ran = batch(SURVEY, mapping=proposal, rules="online-group")
    assert (ran.status, len(ran.err), ran.files) == (1, guesses, [])
    assert ran.err[0] == (
        "map.yaml:4: case_id.confirmed: this is a guess, and nobody has confirmed it — "
        "compare the column with the question, then write 'confirmed: true', or take it away"
    )

    ran = batch(SURVEY, mapping=proposal.replace("confirmed: false", "confirmed: true"), rules="online-group")
    assert (ran.status, [row["case_id"] for row in ran.results]) == (0, ["p1"])
    assert [row["case_id"] for row in ran.rejects] == ["p2", "p3"]


CHOLESTEROL = """
id: blood
version: 1.0.0
title: Blood, in two values
kind: instrument
about: For a test.
source: Invented.
sections:
  - id: both
    title: Both
    items:
      - {id: hdl_value, text: HDL, help: High, number: {lowest: 0, highest: 9}}
      - {id: ldl_value, text: LDL, help: Low, number: {lowest: 0, highest: 9}}
"""


def test_names_that_differ_by_one_letter_are_warned_of(batch, tmp_path):
    (tmp_path / "blood.yaml").write_text(CHOLESTEROL)

    ran = batch(
        "id,hdl val,ldl val\n1,2,3\n",
        "--suggest-map",
        "--questionnaires",
        "blood.yaml",
        rules="online-group",
        out="-",
    )

    assert re.findall(r"LOOK TWICE: (.*)", ran.out) == [
        "the column 'ldl val' is named like this one but for a letter: make sure which is which",
        "'ldl_value' is named like this item but for a letter: make sure which is meant",
        "the column 'hdl val' is named like this one but for a letter: make sure which is which",
        "'hdl_value' is named like this item but for a letter: make sure which is meant",
    ]


def test_a_header_makes_nothing_in_the_proposal_but_names(batch):
    ran = suggested(batch, '"a: b # c","x\ny: z"\n1,2\n')

    assert (ran.status, ran.out.splitlines()[-2:]) == (0, ["#   a: b # c", "#   x y: z"])
    assert "no column is named like an item or a score" in ran.out


def test_a_dry_run_shows_what_would_be_read_and_writes_nothing(batch):
    table = "case_id,phq9_1,phq9_9,other\na,1,0,x\nb,,3,x\nc,7,0,x\nd,0\n"

    ran = batch(table, "--dry-run", "--worklist", "w.csv")

    assert (ran.status, ran.files) == (0, [])
    assert ran.out.splitlines() == [
        "Columns of table.csv, as the rules depression-only would read them:",
        "  case_id from column case_id",
        "  phq9_1 from column phq9_1",
        "  phq9_9 from column phq9_9",
        "Columns that are not read: 1: other",
        (
            "  table.csv: 1 column is named for no item or score and not read: 'other' — "
            "rename what should be read, or say with --map FILE what the columns hold"
        ),
        "The first rows, as they would be read:",
        "  line 2: case a: phq9_1 1, phq9_9 0",
        "  line 3: case b: phq9_9 3",
        "  line 4: case c: phq9_9 0, phq9_1: this is no number the item offers",
        "  line 5: the row has 2 cells and the header has 4 (add the cells that are missing)",
        "A run would find:",
        "  nobody is named to read 1 alert today — name somebody with --alerts-read-by",
        "  1 person among the accepted rows: a clinician speaks with them today",
        "  rows read 4 = accepted 2 + rejected 2",
        "  rejected 1 row: this is no number the item offers",
        "  rejected 1 row: too few cells",
        "  rejected rows stand in the file of rejects, each with what to do",
        "  alerts in accepted rows: immediate 1, none 1",
        "  in_person: suitable 2",
        "  online_video: suitable 1, conditional 1",
        "  most frequent findings: item-nine 1",
        "Nothing was written.",
    ]


def test_a_dry_run_says_what_becomes_of_safety_answers(batch):
    ran = batch("P9\n0\n9\n", "--dry-run", mapping='items: {phq9_9: {column: P9, values: {"9": declined}}}')

    assert "  phq9_9 from column P9: '0' → 0 (1 row), '9' → declined (1 row)" in ran.out.splitlines()


@pytest.mark.parametrize("option", ["--suggest-map", "--dry-run"])
def test_what_is_read_twice_cannot_come_from_a_pipe(option, batch):
    assert batch("phq9_9\n0\n", option, name="-").status == 2


def test_results_need_a_place(run_without_out):
    assert run_without_out() == 2


@pytest.fixture
def run_without_out(tmp_path, monkeypatch):
    from screenkit.cli.app import main  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text("phq9_9\n0\n")

    def ran():
        with pytest.raises(SystemExit) as ended:
            main(["batch", "t.csv"])
        return ended.value.code

    return ran


SWAPPED = 'items: {acute_crisis: {column: C, values: {"J": "%s", "N": "%s"}}}'


@pytest.mark.parametrize(
    ("people", "warned"),
    [("NNNNJ", True), ("NNNNJJ", False), ("NNNN", False), ("JJJJN", False), ("NNNN     J", True)],
)
def test_a_swap_of_yes_and_no_is_warned_of_where_almost_everybody_would_be_positive(people, warned, batch):
    table = "C,D\n" + "".join(f"{letter.strip()},\n" for letter in people)

    ran = batch(table, mapping=SWAPPED % ("no", "yes"), rules="online-group")

    told = [line for line in ran.err if line.startswith("look at acute_crisis before you use any result: ")]
    assert bool(told) is warned


def test_a_large_table_is_counted_as_a_small_one_is(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text('id; A ;B\n1; yes;"a;b"\n2;no;"c\nd"\n3;;""""\n4;yes ;x\n', encoding="utf-8-sig")
    with opened([path]) as table:
        expected = by_rows(table, {"A", "B"})

    monkeypatch.setattr(values, "_LARGE", 0)
    assert seen_values([path], {"A", "B"}) == expected
    assert expected["A"] == {"yes": 2, "no": 1, "": 1}


def test_a_damaged_large_table_is_counted_row_by_row(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text('id,A\n1,yes\n2,"no" x\n3,yes,too many\n4,no\n')

    monkeypatch.setattr(values, "_LARGE", 0)
    assert seen_values([path], {"A"}) == {"A": {"yes": 1, "no": 1}}
