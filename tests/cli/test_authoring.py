"""The commands for authors of rules: check, trace, book, impact, schema and new."""

import csv
import io
import json
from pathlib import Path

import pytest

from screenkit.content.load import load
from screenkit.content.schemas import KINDS

HOUSE = Path(__file__).parent / "house"


@pytest.fixture
def own(run, tmp_path):
    """A rule set of one's own from the skeleton, some of its lines changed."""

    def written(*changes, folder="mine"):
        run("rules", "new", "mine", "--folder", tmp_path / folder)
        path = tmp_path / folder / "mine.yaml"
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)
        return path

    return written


def found(ran):
    return {(each["check"], each["id"], each["severity"]) for each in json.loads(ran.out)["problems"]}


@pytest.mark.slow
def test_the_shipped_rule_sets_check_clean_and_no_fault_put_in_goes_unnoticed(run):
    ran = run("rules", "check")

    assert ran.status == 0, ran.out
    assert "no problems found" in ran.out


def test_the_skeleton_checks_clean_and_traces_whole(run, own):
    path = own()

    ran = run("rules", "check", path, "--fail-level", "note")
    assert (ran.status, ran.out.splitlines()[0]) == (
        0,
        "mine: 1 rule, 8 vignettes, 14 faults put in on purpose",
    )
    assert run("rules", "trace", path).status == 0


def test_flaws_of_every_kind_are_found_at_once(run, own):
    path = own(
        ("owner: Name the person who answers for it\n", ""),
        ("review_by: 2", "review_by: 1"),
        ("{version: 1.0.0", "{version: 0.9.0"),
        ("nobody can call them back", "the risk score is high"),
        ("effect: hold", "effect: caution"),
        ("callback_number is no", "callback_number is yes"),
        ("rests_on: [OWN-REACH]", "rests_on: [W-LOCATION]"),
    )
    ran = run("rules", "check", path, "--no-mutate", "--json")

    assert {
        ("owner", "mine", "warning"),
        ("review-by", "mine", "warning"),
        ("history", "mine", "warning"),
        ("wording", "on-the-move-without-a-number", "warning"),
        ("vignette", "on-the-move-without-a-number-edge", "error"),
        ("vignette", "hard_to_reach-yes-1", "error"),
        ("unused-criterion", "OWN-REACH", "warning"),
    } <= found(ran)
    assert ran.status == 1


@pytest.mark.parametrize(
    ("when", "check"),
    [
        ("travels_often is yes and travels_often is no", "never-yes"),
        ("emergency_contact is no and callback_number is no", "shadowed"),
    ],
)
def test_a_rule_that_says_nothing_is_found(run, own, when, check):
    ran = run("rules", "check", own(("when: hard_to_reach", f"when: {when}")), "--no-mutate", "--json")

    assert (check, "on-the-move-without-a-number", "warning") in found(ran)


def test_a_flaw_is_told_with_its_line(run, own):
    path = own(("owner: Name the person who answers for it\n", ""))

    told = run("rules", "check", path, "--no-mutate").out.splitlines()
    assert told[0] == f"{path}:3: mine: nobody answers for it — add 'owner: NAME' [owner]"


def test_a_fault_nobody_notices_is_printed_as_the_people_who_are_missing(run, own):
    path = own(("callback_number is no", "callback_number is no and age_years >= 40"))

    told = [line for line in run("rules", "check", path).out.splitlines() if "→ age_years >= 39" in line]
    assert len(told) == 1
    assert "add people for whom it is no: {" in told[0]
    assert "age_years: 39" in told[0]


def test_what_may_stand_is_listed_with_its_reason_and_only_while_it_is_found(run, own):
    path = own(("owner: Name the person who answers for it\n", ""))
    reasons = path.parent / "accepted" / "mine.yaml"
    reasons.parent.mkdir()
    reasons.write_text("rules: mine\naccepted:\n  - {check: owner, at: mine, because: We are one person.}\n")

    assert run("rules", "check", path, "--no-mutate").status == 0
    path.write_text(path.read_text().replace("about:", "owner: Somebody\nabout:"))
    assert run("rules", "check", path, "--no-mutate").out.splitlines()[0] == (
        f"{reasons}:3: mine: 'owner' is not found there any more — take it out of the list [accepted]"
    )


def test_a_trace_is_a_table_for_spreadsheets(run):
    rows = list(csv.DictReader(io.StringIO(run("rules", "trace", "leader-readiness", "--format", "csv").out)))

    assert list(rows[0]) == ["criterion", "rule", "items", "vignettes", "properties"]
    assert all(row["criterion"] and row["items"] for row in rows if not row["rule"])
    assert all(row["criterion"] and row["vignettes"] for row in rows if row["rule"])


# Regression: a criterion on which questions rest, and no rule, stood nowhere in the trace.
def test_a_trace_names_every_criterion_that_anything_rests_on(run):
    rows = list(csv.DictReader(io.StringIO(run("rules", "trace", "online-group", "--format", "csv").out)))
    content = load("online-group")
    ruleset = content.ruleset
    rested = {name for each in (*ruleset.rules, *ruleset.doubts) for name in each.rests_on}
    rested |= {name for each in content.asked for item in each.items for name in item.rests_on}

    assert {row["criterion"] for row in rows} >= rested
    assert {row["rule"] for row in rows} - {""} == {rule.id for rule in ruleset.rules}
    dated = next(row for row in rows if row["criterion"] == "X-DATED-LAW")
    assert (dated["rule"], dated["items"]) == ("", "located_in_authorised_jurisdiction;compact_authority")


def test_a_rule_book_says_every_rule_in_plain_english_and_ends_with_lines_to_sign(run, tmp_path):
    place = tmp_path / "book.html"
    run("rules", "book", "leader-readiness", "-o", place)

    text = place.read_text()
    assert text.count("What it looks for") == 35
    assert text.count("Contrary evidence") >= 35
    assert "When “Is there a written protocol for an emergency" in text or "When “" in text
    assert "Second reader: name, signature, date" in text


def test_an_impact_counts_by_direction_and_names_who(run, own, clear_candidate, tmp_path):
    path = own(("if_unknown: asks", "if_unknown: counts"), ("    asks_because", "    limits"))
    told = {**clear_candidate, "travels_often": "yes", "callback_number": "no"}
    table = tmp_path / "intakes.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["case_id", *told])
        writer.writeheader()
        writer.writerows([{"case_id": "one", **told}, {"case_id": "two", **told, "travels_often": "no"}])

    ran = json.loads(run("rules", "impact", "online-group", path, "--table", table, "--json").out)
    assert (ran["people"], ran["changed"], ran["more_open"]) == (2, 1, 0)
    assert {each["case_id"] for each in ran["changes"]} == {"one"}
    back = json.loads(run("rules", "impact", path, "online-group", "--table", table, "--json").out)
    assert back["more_open"] == len(back["changes"]) == len(ran["changes"])


# Regression: a form only the new rules have, and rows that were rejected, were passed over.
def test_an_impact_names_forms_that_are_new_and_rows_it_could_not_look_at(run, clear_candidate, tmp_path):
    table = tmp_path / "intakes.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["case_id", *clear_candidate])
        writer.writeheader()
        writer.writerows([{"case_id": name, **clear_candidate} for name in ("one", "two", "two")])

    asked = ("rules", "impact", "usual-group-criteria", "online-group", "--table", table)
    found = json.loads(run(*asked, "--json").out)
    told = run(*asked)

    assert {
        "case_id": "one",
        "what": "online_video",
        "before": "not weighed",
        "after": "suitable",
    }.items() <= (next(each for each in found["changes"] if each["what"] == "online_video").items())
    assert found["more_open"] == len(found["changes"]) > 0
    assert found["not_looked_at"] == 1
    assert "1 row could not be looked at" in told.out
    assert "rejects.csv" not in told.err


def test_an_impact_over_a_table_takes_questions_of_ones_own(run, tmp_path):
    table = tmp_path / "intakes.csv"
    table.write_text("case_id,crisis,stairs,shy\none,no,no,no\ntwo,no,yes,no\n")
    rules, asks = HOUSE / "house.yaml", HOUSE / "questions"
    stricter = tmp_path / "stricter.yaml"
    stricter.write_text(rules.read_text().replace("effect: caution", "effect: hold\n    modifiable: wait"))
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "house.yaml").write_text((HOUSE / "criteria" / "house.yaml").read_text())

    ran = run("rules", "impact", rules, stricter, "--table", table, "--questionnaires", asks, "--json")
    told = json.loads(ran.out)
    assert (told["people"], told["changed"], told["more_open"]) == (2, 1, 0)
    assert told["changes"] == [
        {"case_id": "one", "what": "in_person", "before": "conditional", "after": "hold", "more_open": False}
    ]


def test_a_schema_is_printed_or_all_are_written(run, tmp_path):
    assert json.loads(run("rules", "schema", "vignettes").out)["title"] == "A file of vignettes of screenkit"
    assert run("rules", "schema").status == 2
    assert "did you mean 'ruleset'" in run("rules", "schema", "rulesets").err
    run("rules", "schema", "--folder", tmp_path / "schemas")
    assert {path.stem for path in (tmp_path / "schemas").iterdir()} == set(KINDS)


def test_a_skeleton_takes_only_an_id(run):
    assert run("rules", "new", "Our Rules").status == 2


def test_a_questionnaire_of_ones_own_is_shown(run, tmp_path):
    run("questionnaires", "new", "our-questions", "--folder", tmp_path)

    assert "our_questions_childcare" in run("questionnaires", "show", tmp_path / "our-questions.yaml").out
