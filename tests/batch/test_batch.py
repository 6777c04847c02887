import csv
import io
import os
import stat

import pytest

from screenkit.content.answers import read_answers
from screenkit.engine.assess import GATE_RULE, assess
from screenkit.models.base import printed

HEADER = "case_id,phq9_1,phq9_2,phq9_9\n"


def ids(rows):
    return [row["case_id"] for row in rows]


def short(rejects):
    """Return what a reader of the rejects looks at first."""
    return [(int(r["line"]), int(r["record"]), r["case_id"], r["safety"]) for r in rejects]


def test_each_accepted_row_has_its_result_in_the_order_of_the_table(batch):
    ran = batch(HEADER + "anna,0,0,0\nben,3,3,2\ncleo,,declined,dont_know\n")

    assert ran.status == 0
    assert ran.results == [
        {
            "case_id": "anna",
            "safety": "none",
            "in_person": "suitable",
            "in_person_settled": "no",
            "online_video": "suitable",
            "online_video_settled": "no",
            "findings": "",
            "unknown": "ten-or-more",
            "ask_next": "phq9_3;phq9_4;phq9_5;phq9_6;phq9_7;phq9_8",
            "phq9_total_low": "0",
            "phq9_total_high": "18",
        },
        {
            "case_id": "ben",
            "safety": "same_day",
            "in_person": "suitable",
            "in_person_settled": "no",
            "online_video": "conditional",
            "online_video_settled": "yes",
            "findings": "item-nine",
            "unknown": "ten-or-more",
            "ask_next": "phq9_3;phq9_4;phq9_5;phq9_6;phq9_7;phq9_8",
            "phq9_total_low": "8",
            "phq9_total_high": "26",
        },
        {
            "case_id": "cleo",
            "safety": "complete_screen",
            "in_person": "hold",
            "in_person_settled": "no",
            "online_video": "hold",
            "online_video_settled": "no",
            "findings": "",
            "unknown": f"{GATE_RULE};ten-or-more;item-nine",
            "ask_next": "phq9_9;phq9_total",
            "phq9_total_low": "0",
            "phq9_total_high": "27",
        },
    ]
    assert ran.err == [
        "nobody is named to read 1 alert today — name somebody with --alerts-read-by",
        "1 person among the accepted rows: a clinician speaks with them today",
        "rows read 3 = accepted 3 + rejected 0",
        "alerts in accepted rows: same_day 1, complete_screen 1, none 1",
        "in_person: suitable 2, hold 1",
        "online_video: suitable 1, conditional 1, hold 1",
        "most frequent findings: item-nine 1",
    ]
    assert ran.files == ["out.csv"]


def test_a_row_says_what_the_engine_says_of_the_same_answers(batch, online_group, clear_candidate):
    people = [
        clear_candidate,
        {**clear_candidate, "suicidal_ideation": "passive"},
        {**clear_candidate, "psychosis": "declined", "group_kind": "not_asked"},
        {**clear_candidate, "phq9_total": "21", "audit_c_1": "2", "des2_1": "50"},
        {"suicidal_intent": "yes", "leader_training_done": "no"},
        {},
    ]
    names = list(dict.fromkeys(name for person in people for name in person))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(names)
    rows.writerows([person.get(name, "") for name in names] for person in people)

    ran = batch(text.getvalue(), rules="online-group")

    assert len(ran.results) == len(people)
    for number, (person, row) in enumerate(zip(people, ran.results, strict=True), 1):
        written = "".join(f"{name}: {value}\n" for name, value in person.items())
        one = assess(online_group, read_answers(written.encode(), "a.yaml", online_group))
        fell = {f.rule.id: f for result in one.modalities.values() for f in result.findings}
        told = [r.id for r in online_group.ruleset.rules if r.effect != "note"]
        assert row["case_id"] == str(number)
        assert row["safety"] == one.safety.level
        for modality, result in one.modalities.items():
            assert row[modality] == result.recommendation
            assert row[f"{modality}_settled"] == ("yes" if result.settled else "no")
        assert row["findings"] == ";".join(r for r in told if fell[r].truth.value == "yes")
        gate = [GATE_RULE] if one.gate.items else []
        assert row["unknown"] == ";".join([*gate, *(r for r in told if fell[r].truth.value == "unknown")])
        assert row["ask_next"] == ";".join(one.ask_next)
        shown = {
            name: (str(printed(score.interval.low)), str(printed(score.interval.high)))
            for name, score in one.scores.items()
        }
        columns = [name.removesuffix("_low") for name in row if name.endswith("_low")]
        assert {n: (row[f"{n}_low"], row[f"{n}_high"]) for n in columns if row[f"{n}_low"]} == shown


def test_every_questionnaire_in_the_table_is_scored_whoever_asks_for_it(batch):
    header = ",".join(f"gad7_{n}" for n in range(1, 8))

    ran = batch(f"phq9_9,{header},mini_spin_total\n0,1,1,1,1,1,1,2,\n0,,,,,,,,7\n")

    scores = [{k: v for k, v in row.items() if k.endswith(("_low", "_high"))} for row in ran.results]
    assert scores == [
        {
            "phq9_total_low": "0",
            "phq9_total_high": "24",
            "gad7_total_low": "8",
            "gad7_total_high": "8",
            "mini_spin_total_low": "",
            "mini_spin_total_high": "",
        },
        {
            "phq9_total_low": "0",
            "phq9_total_high": "24",
            "gad7_total_low": "",
            "gad7_total_high": "",
            "mini_spin_total_low": "7",
            "mini_spin_total_high": "7",
        },
    ]


SURVEY_MAP = """
case_id: SEQN
items:
  phq9_1: Q010
  phq9_2: Q020
  phq9_9: Q090
  phq9_10: {column: Q100, values: {"9": "3"}}
values: {"7": declined, "9": dont_know, "NA": not_asked}
constants: {phq9_3: 1}
"""


def test_a_mapping_brings_a_survey_to_our_items(batch):
    survey = (
        "SEQN,AGE,Q010,Q020,Q090,Q100\n"
        "101.0,44,0.0,2.0,0.0,9.0\n"
        "102.0,45,7.0,9,1.00,7\n"
        "103.0,46,NA,, 3 ,\n"
        "104.0,47,8.0,7.5,0.0,1\n"
    )

    ran = batch(survey, mapping=SURVEY_MAP)

    assert ran.status == 0
    assert [
        (row["case_id"], row["safety"], row["phq9_total_low"], row["phq9_total_high"]) for row in ran.results
    ] == [
        ("101.0", "none", "3", "18"),
        ("102.0", "same_day", "2", "23"),
        ("103.0", "immediate", "4", "25"),
    ]
    assert ran.rejects == [
        {
            "line": "5",
            "record": "4",
            "case_id": "104.0",
            "column": "Q010",
            "value": "8.0",
            "reason": "this is no number the item offers | Q020 '7.5': this is no number the item offers "
            "(write a whole number from 0 to 3)",
            "do": "write a whole number from 0 to 3",
            "safety": "none",
        }
    ]
    assert ran.err[0] == "table.csv: 1 column is not in the mapping and ignored"


def test_a_mapping_that_may_not_mean_what_it_says_is_pointed_out(batch):
    mapping = """
items: {phq9_1: A, phq9_2: A, age_years: AGE, phq9_9: C}
values: {"7": declined, "1": "1"}
"""

    ran = batch("A,AGE,C\n1,30,0\n", mapping=mapping)

    assert ran.err[:4] == [
        "the mapping names no case_id: each case is named by its record number",
        "the column 'A' is read for phq9_1, phq9_2: check the mapping",
        (
            "'7' becomes declined also for age_years, where 7 is a value: "
            "give these values of their own if that is not meant"
        ),
        "phq9_9 from column C: '0' → 0 (1 row), '1' → 1 (0 rows), '7' → declined (0 rows)",
    ]


def test_every_value_that_becomes_an_answer_about_safety_is_said_before_the_run(batch):
    mapping = """
case_id: ID
items:
  suicidal_ideation: {column: SI, values: {"1": plan, "2": none, "9.0": not_asked}}
  asq_1: A1
  phq9_1: P1
  phq9_9: {column: P9, values: {"NA": not_asked}}
  social_anxiety: {column: SI, values: {"1": none}}
values: {"9": dont_know, "J": "yes", "N": "no"}
"""

    table = "ID,SI,A1,P1,P9\np1,1,N,0,0\np2,1.0,J,0,NA\np3,,maybe,0,3\n"
    ran = batch(table, mapping=mapping, rules="online-group")

    told = [line for line in ran.err if "→" in line]
    assert told == ran.err[2 : 2 + len(told)]
    assert told == [
        (
            "suicidal_ideation from column SI: '1' → plan (2 rows), '2' → none (0 rows), "
            "'9' → not_asked (0 rows), an empty cell → not_asked (1 row)"
        ),
        (
            "asq_1 from column A1: 'J' → yes (1 row), 'N' → no (1 row), '9' → dont_know (0 rows), "
            "anything else: rejected (1 row)"
        ),
        (
            "phq9_9 from column P9: '0' → 0 (1 row), '3' → 3 (1 row), 'NA' → not_asked (1 row), "
            "'9' → dont_know (0 rows)"
        ),
    ]


def test_what_comes_through_a_pipe_is_said_without_counts(batch):
    mapping = 'items: {asq_1: {column: A1, values: {"J": "yes", "N": "no"}}}'

    ran = batch("A1\nJ\n", mapping=mapping, rules="online-group", name="-")

    assert "asq_1 from column A1: 'J' → yes, 'N' → no" in ran.err


def test_columns_of_a_mapping_that_the_table_lacks_are_all_named(batch):
    ran = batch("SEQNO,Q010,Q020,Q90,Q100\n1,0,0,0,0\n", mapping=SURVEY_MAP)

    assert (ran.status, ran.files) == (1, [])
    assert ran.err == [
        "table.csv: there is no column 'SEQN' — did you mean 'SEQNO'?",
        "table.csv: there is no column 'Q090' — did you mean 'Q90'?",
    ]


def test_columns_that_are_no_item_are_named_and_with_strict_refused(batch):
    strange = ",".join(f"x{n}" for n in range(11))
    table = f"case_id,phq9_9,phq_1,{strange}\n1,0{',' * 12}\n"
    told = (
        "table.csv: 12 columns are named for no item or score and not read: "
        "'phq_1' (did you mean 'phq9_1'?), 'x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8' and 2 more — "
        "rename what should be read, or say with --map FILE what the columns hold"
    )

    ran = batch(table)
    assert (ran.status, ran.err[0], ids(ran.results)) == (0, told, ["1"])

    ran = batch(table, "--strict", "--overwrite")
    assert (ran.status, ran.err) == (1, [told])


def test_a_table_that_names_no_item_at_all_is_refused(batch):
    ran = batch("case_id,age\n1,2\n")

    assert (ran.status, ran.files) == (1, [])
    assert ran.err == [
        (
            "table.csv: no column is named for an item or a score — "
            "name the columns for items, or say with --map FILE what they hold"
        )
    ]


def test_safety_questions_the_table_cannot_answer_are_named(batch):
    ran = batch("case_id,phq9_1\n1,0\n")

    assert ran.err[0] == "no column for phq9_9: everybody stays on hold until these are asked"


DAMAGED = (
    "case_id,note,phq9_1,phq9_9\n"
    'p1,"two\nlines",0,0\n'  # lines 2-3
    "p2,,two,3\n"  # line 4: no number, and an alert beside it
    'p3,"three\n\nlines",4,2\n'  # lines 5-7: out of range
    "\n"  # line 8
    "p5,,1\n"  # line 9: too short
    "p6,well, well,0,1\n"  # line 10: too long, the answers pushed to the right
    'p7,"he said" so,0,1\n'  # line 11
    'p8,"left open,0,3\n'  # line 12
    'p9,"fine\nagain",0,0\n'  # lines 13-14
    "p10,\0,0,0\n"  # line 15
    "p1,,0,1\n"  # line 16: stands twice
    "p\u202e12,,0,0\n"  # line 17: an id that does not show as it is
    "p13,,0,1e0\n"  # line 18: no plain number
    "p14,,not_applicable,0\n"  # line 19
    "p15,,0,0\n"  # line 20
    'p16,"open to the end,0,2\n'  # line 21
)


def test_every_kind_of_damage_is_rejected_on_its_own_line_and_hides_no_alert(batch):
    ran = batch(DAMAGED)

    assert ran.status == 0
    assert ids(ran.results) == ["p1", "p9", "p14", "p15"]
    assert short(ran.rejects) == [
        (4, 2, "p2", "immediate"),
        (5, 3, "p3", "same_day"),
        (8, 4, "", ""),
        (9, 5, "p5", "same_day"),
        (10, 6, "p6", "same_day"),
        (11, 7, "p7", "same_day"),
        (12, 8, "p8", "immediate"),
        (15, 10, "p10", "none"),
        (16, 11, "p1", "same_day"),
        (17, 12, "p12", "none"),
        (18, 13, "p13", "complete_screen"),
        (21, 16, "p16", "same_day"),
    ]
    assert [(r["column"], r["value"], r["reason"], r["do"]) for r in ran.rejects] == [
        ("phq9_1", "two", "this is no number the item offers", "write a whole number from 0 to 3"),
        ("phq9_1", "4", "this is no number the item offers", "write a whole number from 0 to 3"),
        ("", "", "an empty line", "delete the line"),
        ("", "", "the row has 3 cells and the header has 4", "add the cells that are missing"),
        (
            "",
            "",
            "the row has 5 cells and the header has 4",
            "put a cell that holds the delimiter in quotes, or delete what is too much",
        ),
        (
            "note",
            "he said so",
            "text follows the closing quote of a cell",
            "write a quote inside a quoted cell twice",
        ),
        (
            "",
            "",
            "a quote in this row is not closed where it should be",
            "close the quote, or take it away",
        ),
        ("note", "\\x00", "a NUL byte stands in the row", "save the table anew as UTF-8 text"),
        ("case_id", "p1", "the case id already stands on line 2", "keep one row for each case"),
        (
            "case_id",
            "p12",
            "the case id holds characters that cannot be shown",
            "write it with plain letters",
        ),
        ("phq9_9", "1e0", "this is no number the item offers", "write a whole number from 0 to 3"),
        (
            "",
            "",
            "a quote in this row is not closed where it should be",
            "close the quote, or take it away",
        ),
    ]


def test_the_summary_says_first_what_cannot_wait_and_counts_every_row(batch):
    ran = batch(DAMAGED)

    assert ran.err[1:] == [
        "nobody is named to read 8 alerts today — name somebody with --alerts-read-by",
        (
            "8 rejected rows hold a safety answer: read them today in out.csv.rejects.csv "
            "(immediate 2, same_day 6)"
        ),
        "rows read 16 = accepted 4 + rejected 12",
        "rejected 3 rows: this is no number the item offers",
        "rejected 2 rows: unclosed quote",
        "rejected 1 row: empty line",
        "rejected 1 row: too few cells",
        "rejected 1 row: too many cells",
        "rejected 1 row: text after a closing quote",
        "rejected 1 row: NUL byte",
        "rejected 1 row: case id stands twice",
        "rejected 1 row: the case id holds characters that cannot be shown",
        "rejected rows stand in out.csv.rejects.csv, each with what to do",
        "alerts in accepted rows: none 4",
        "in_person: suitable 4",
        "online_video: suitable 4",
        (
            "accepted 1 row: 'not_applicable' is worked out, never entered — "
            "it counts as not asked; give an answer or leave it out"
        ),
    ]


def test_what_cannot_be_read_to_the_end_is_refused_loudly_as_one_row(batch):
    ran = batch('case_id,note,phq9_9\np1,,0\np2,"open,1\np3,3\np4\n')

    assert ids(ran.results) == ["p1"]
    assert short(ran.rejects) == [(3, 2, "p2", "immediate")]
    assert ran.rejects[0]["reason"] == (
        "a quote in this row is not closed where it should be; no later line is certain to be a row, "
        "so that everything from here to the end of the table, 3 lines, is refused"
    )
    assert "from line 3 on, 3 lines, the table could not be read: close the quote there" in ran.err
    assert "rows read 2 = accepted 1 + rejected 1" in ran.err


def test_lines_refused_with_an_open_quote_are_named(batch):
    ran = batch('case_id,note,phq9_9\np1,"open\nand on, with 2\n more\np2,,0\n')

    assert ids(ran.results) == ["p2"]
    assert ran.rejects[0]["reason"] == (
        "a quote in this row is not closed where it should be; "
        "lines 2 to 4 cannot be told apart and are refused together"
    )


@pytest.mark.parametrize(
    ("row", "safety"),
    [
        ("p1,,3", "immediate"),  # the last cell there is may be the last answer
        ("p1,0", "complete_screen"),
        ("p1", "complete_screen"),
        ("p1,a,b,0,2", "same_day"),
        ("p1,a,0,2,x", "same_day"),
        ("p1,a,x,x,x", "complete_screen"),  # a gate that cannot be read is open
        ("p1,,x,x", "complete_screen"),
        ('p1,"a" b,0,', "complete_screen"),
    ],
)
def test_a_rejected_row_shows_the_gravest_level_its_cells_can_give(row, safety, batch):
    ran = batch(f"case_id,note,phq9_1,phq9_9\n{row}\n")

    assert [reject["safety"] for reject in ran.rejects] == [safety]


def test_a_gate_that_cannot_be_read_is_open_also_where_nobody_would_have_asked(batch, clear_candidate):
    row = {name: value for name, value in clear_candidate.items() if not name.startswith("phq9")}
    table = f"{','.join(row)},phq9_9\n{','.join(row.values())},\n{','.join(row.values())},3?\n"

    ran = batch(table, rules="online-group")

    assert [result["safety"] for result in ran.results] == ["none"]
    assert [reject["safety"] for reject in ran.rejects] == ["complete_screen"]


def test_case_ids_are_carried_unchanged_or_are_the_record_number(batch):
    ran = batch('case_id,phq9_9\n 007 ,0\n"a, ""b""",0\n,0\nÅse (née Ö),0\n-5,0\n')

    assert ids(ran.results) == ["007", 'a, "b"', "3", "Åse (née Ö)", "-5"]


def test_an_id_stands_once_also_where_it_is_a_record_number_or_was_rejected(batch):
    ran = batch("case_id,phq9_9\n2,0\n,0\nx,9\nx,0\nA\u030ase,0\n\u00c5se,0\n")

    assert ids(ran.results) == ["2", "A\u030ase"]
    assert [(r["line"], r["reason"]) for r in ran.rejects] == [
        ("3", "the case id already stands on line 2"),
        ("4", "this is no number the item offers"),
        ("5", "the case id already stands on line 4"),
        ("7", "the case id already stands on line 6"),
    ]


def test_a_case_id_of_any_length_ends_somewhere(batch):
    ran = batch(f"case_id,phq9_9\n{'x' * 200},0\n{'y' * 201},0\n")

    assert ids(ran.results) == ["x" * 200]
    assert ran.rejects[0]["reason"] == "the case id is too long"
    assert ran.rejects[0]["value"] == "y" * 200 + "…"


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    " =cmd|' /C calc'!A0",
    "＝1+1",  # noqa: RUF001 - a full-width form
    '=HYPERLINK("http://x","y")',
]


def test_no_cell_of_a_written_table_opens_as_a_formula(batch):
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["case_id", "phq9_1", "=9+9", "phq9_9"])
    for formula in FORMULAS:
        rows.writerow([formula, 0, "", 0])
        rows.writerow([f"{formula}?", formula, formula, 0])
    rows.writerow(["-2.5", "-2.5", "", 0])

    ran = batch(text.getvalue())

    assert ids(ran.results) == [f"'{formula.strip()}" for formula in FORMULAS]
    assert ids(ran.rejects) == [*(f"'{formula.strip()}?" for formula in FORMULAS), "-2.5"]
    assert [r["value"] for r in ran.rejects] == [*(f"'{formula.strip()}" for formula in FORMULAS), "-2.5"]


def test_the_name_of_a_column_is_no_formula_either(batch):
    ran = batch("case_id,=1+1\n1,9\n", mapping="{case_id: case_id, items: {phq9_9: '=1+1'}}")

    assert ran.rejects[0]["column"] == "'=1+1"


def test_values_are_shown_cleaned_and_cut_in_rejects_and_never_on_the_screen(batch):
    secret = "canary\x1b[31m\x07" + "z" * 300

    ran = batch(f"case_id,phq9_1,phq9_9\np1,{secret},0\n")

    assert ran.rejects[0]["value"] == "canary" + "z" * 194 + "…"
    assert "canary" not in "\n".join(ran.err)


def test_a_row_with_very_many_problems_names_the_first_ones(batch):
    names = [f"phq9_{n}" for n in range(1, 10)] + [f"gad7_{n}" for n in range(1, 8)]

    ran = batch(f"{','.join(names)}\n{','.join('x' * 16)}\n")

    assert ran.rejects[0]["reason"].count(" | ") == 11
    assert ran.rejects[0]["reason"].endswith(" | and 5 more")


def test_only_the_owner_may_read_what_was_written(batch):
    previous = os.umask(0)
    try:
        ran = batch(DAMAGED)
    finally:
        os.umask(previous)

    assert {stat.S_IMODE((ran.folder / name).stat().st_mode) for name in ran.files} == {0o600}
    assert ran.files == ["out.csv", "out.csv.rejects.csv"]


@pytest.mark.parametrize("there", [["out.csv"], ["out.csv.rejects.csv"], ["out.csv", "out.csv.rejects.csv"]])
def test_nothing_is_overwritten_unless_that_is_asked_for(there, batch, tmp_path):
    for name in there:
        (tmp_path / name).write_text("before")

    ran = batch(HEADER + "1,0,0,0\n")

    assert ran.status == 1
    assert ran.err == [
        f"{name}: the file exists already — choose another name, or add --overwrite" for name in there
    ]
    assert {name: (tmp_path / name).read_text() for name in there} == dict.fromkeys(there, "before")


def test_rejects_of_an_earlier_run_do_not_outlive_it(batch):
    assert batch(HEADER + "1,0,0,9\n").files == ["out.csv", "out.csv.rejects.csv"]

    assert batch(HEADER + "1,0,0,0\n", "--overwrite").files == ["out.csv"]


def test_a_file_of_rejects_that_was_asked_for_is_always_written(batch):
    ran = batch(HEADER + "1,0,0,0\n", "--rejects", "r.tsv")

    assert ran.files == ["out.csv", "r.tsv"]
    header = "line\trecord\tcase_id\tcolumn\tvalue\treason\tdo\tsafety\n"
    assert (ran.folder / "r.tsv").read_text() == header


def test_names_that_are_none_are_refused(batch, monkeypatch):
    batch(HEADER + "1,0,0,0\n")
    assert batch(None, name="").status == 2

    long = batch(None, name="table.csv", out="a" * 250)
    assert (long.status, "the file cannot be written (File name too long)" in long.err[0]) == (1, True)

    monkeypatch.setattr("sys.stdin", None)
    closed = batch(None, name="-", out="other.csv")
    assert (closed.status, closed.err) == (
        1,
        ["-: standard input is closed — give it a table, or name a file"],
    )


def test_a_name_with_no_room_for_more_is_a_name(batch):
    name = "a" * 230 + ".csv"
    ran = batch(HEADER + "1,0,0,0\n2,0,0,9\n", out=name)

    assert (ran.status, ran.files) == (0, [name, f"{name}.rejects.csv"])


def test_strict_withholds_the_results_and_says_so(batch):
    ran = batch(HEADER + "1,0,0,0\n2,0,0,9\n", "--strict")

    assert (ran.status, ran.files) == (1, ["out.csv.rejects.csv"])
    assert ran.err[-1] == ("out.csv: no results were written — mend the rejected rows, or leave --strict out")
    assert short(ran.rejects) == [(3, 2, "2", "complete_screen")]
    assert batch(HEADER + "1,0,0,0\n", "--strict", "--overwrite").files == ["out.csv"]


def test_withheld_results_leave_none_of_an_earlier_run_to_be_taken_for_them(batch):
    batch(HEADER + "1,0,0,0\n2,0,0,1\n")
    ran = batch(HEADER + "1,0,0,9\n", "--strict", "--overwrite")

    assert (ran.status, ran.files) == (1, ["out.csv.rejects.csv"])
    assert ran.err[-1] == (
        "out.csv: no results were written, and those of an earlier run were taken away — "
        "mend the rejected rows, or leave --strict out"
    )


def test_files_of_an_earlier_run_that_stay_beside_the_results_are_named(batch):
    batch(HEADER + "1,0,0,0\n", out="before.csv")
    batch(HEADER + "1,0,0,0\n2,0,0,9\n", "--since", "before.csv")
    ran = batch(HEADER + "1,0,0,0\n", "--rejects", "r.csv", "--overwrite")

    assert ran.err[-2:] == [
        "out.csv.rejects.csv is of an earlier run and does not go with these results",
        "out.csv.changes.csv is of an earlier run and does not go with these results",
    ]


def test_results_go_to_standard_output_whole_or_not_at_all(batch):
    ran = batch(HEADER + "1,0,0,0\n2,0,0,9\n", out="-")

    assert [row["case_id"] for row in csv.DictReader(io.StringIO(ran.out))] == ["1"]
    assert ran.files == ["table.csv.rejects.csv"]

    ran = batch(HEADER + "1,0,0,0\n2,0,0,9\n", "--strict", "--overwrite", out="-")
    assert (ran.status, ran.out) == (1, "")


def test_a_table_comes_from_a_pipe_too(batch):
    ran = batch((HEADER + "1,0,0,0\n").replace(",", ";"), name="-")

    assert ids(ran.results) == ["1"]
    assert ran.err[0] == "standard input: read with a semicolon between cells"
    assert batch(HEADER + "1,0,0,9\n", name="-", out="-").files == ["out.csv", "stdin.rejects.csv"]


def test_a_tsv_table_in_and_a_tsv_table_out(batch):
    ran = batch((HEADER + '1,0,0,0\n"a b",0,0,0\n').replace(",", "\t"), name="table.tsv", out="out.tsv")

    lines = (ran.folder / "out.tsv").read_text().splitlines()
    assert [line.split("\t")[:3] for line in lines] == [
        ["case_id", "safety", "in_person"],
        ["1", "none", "suitable"],
        ["a b", "none", "suitable"],
    ]


def test_the_table_the_results_and_the_rejects_are_three_files(batch, tmp_path):
    table = HEADER + "1,0,0,0\n"
    same = "this file is also read from — choose another name for what is written"

    assert batch(table, "--overwrite", out="table.csv").err == [f"table.csv: {same}"]
    assert batch(table, "--overwrite", "--rejects", "./table.csv").err == [f"table.csv: {same}"]
    (tmp_path / "link.csv").symlink_to("table.csv")
    assert batch(table, "--overwrite", out="link.csv").err == [f"link.csv: {same}"]
    (tmp_path / "hard.csv").hardlink_to("table.csv")
    assert batch(table, "--overwrite", out="hard.csv").err == [f"hard.csv: {same}"]
    mapping = "items: {phq9_9: phq9_9}"
    assert batch(table, "--overwrite", out="map.yaml", mapping=mapping).err == [f"map.yaml: {same}"]
    (tmp_path / "elsewhere").symlink_to(".")
    assert batch(table, "--rejects", "elsewhere/out.csv").err == [
        "elsewhere/out.csv: results and rejects would share this file — choose another name for one"
    ]
    assert batch(table, "--rejects", "-", out="-").err == [
        "-: results and rejects would run together — name a file for one of them"
    ]
    assert (tmp_path / "table.csv").read_text() == table


def test_kinds_of_table_that_are_neither_read_nor_written_are_refused_by_name(batch):
    assert batch("x", name="t.xls").err == [
        (
            "t.xls: this is an old Excel workbook, which is not read — "
            "save it as CSV, Excel workbook (.xlsx) or Parquet, and name that file"
        )
    ]
    assert batch("x", name="t.jsonl").err == [
        (
            "t.jsonl: this is JSON Lines, which is not read — "
            "save it as CSV, Excel workbook (.xlsx) or Parquet, and name that file"
        )
    ]
    assert batch("x", "--rejects", "r.xlsm", out="out.ods").err == [
        (
            "out.ods: this names a LibreOffice table, which is not written — "
            "name a .csv, .tsv, .xlsx, .parquet or .jsonl file"
        ),
        (
            "r.xlsm: this names a workbook with macros, which is not written — "
            "name a .csv, .tsv, .xlsx, .parquet or .jsonl file"
        ),
    ]


def test_places_that_cannot_be_read_or_written_are_said_in_plain_words(batch, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    ran = batch(HEADER, "--map", "none.yaml")
    assert ran.err[0].startswith("none.yaml: the file cannot be read (No such file or directory)")

    ran = batch(HEADER, "--rejects", "r.csv", out="none/out.csv")
    assert ran.status == 1
    assert "none/out.csv: the file cannot be written" in ran.err[0]

    for folder in ("folder.csv", "."):
        ran = batch(HEADER, out=folder)
        assert ran.err == [f"{folder}: this is no ordinary file — name a file, or '-' for standard output"]


def test_an_encoding_nobody_knows_is_wrong_usage(batch):
    for name in ("klingon", "utf-16", "rot13", "hex"):
        assert batch(HEADER, "--encoding", name).status == 2


def test_a_named_encoding_is_read(batch):
    ran = batch((HEADER + "Zoë,0,0,0\n").encode("cp1252"), "--encoding", "cp1252")

    assert ids(ran.results) == ["Zoë"]


def test_a_table_that_turns_out_to_be_no_text_writes_nothing(batch):
    ran = batch(HEADER.encode() + b"1,0,0,0\n" * 3 + b"Zo\xeb,0,0,0\n", name="-")

    assert (ran.status, ran.files) == (1, [])
    assert ran.err == [
        (
            r"standard input:5:3: the bytes \xeb are no UTF-8 text — "
            "name its encoding, such as --encoding cp1252 for Excel on Windows, or save it as UTF-8"
        )
    ]


def test_a_header_alone_gives_a_header_alone(batch):
    ran = batch(HEADER)

    assert (ran.status, ran.results, ran.files) == (0, [], ["out.csv"])
    assert ran.err == ["rows read 0 = accepted 0 + rejected 0"]
