import csv
import json

import pytest

from screenkit.content.answers import read_answers


def test_the_rule_sets_are_listed(run):
    told = json.loads(run("rules", "list", "--json").out)

    assert [each["id"] for each in told] == ["leader-readiness", "online-group", "usual-group-criteria"]
    assert all(name in run("rules", "list").out for name in ("leader-readiness", "online-group"))


def test_a_rule_set_is_shown_with_every_rule(run, online_group):
    text = run("rules", "show", "online-group").out

    assert [rule.id for rule in online_group.ruleset.rules if rule.id not in text] == []


def test_a_rule_set_is_shown_to_programs(run, online_group):
    told = json.loads(run("rules", "show", "online-group", "--json").out)

    assert [rule["id"] for rule in told["rules"]] == [rule.id for rule in online_group.ruleset.rules]
    assert told["definitions"]["sober"] == "intoxicated_at_interview is no"


def test_the_questionnaires_are_listed(run):
    told = {each["id"]: each["items"] for each in json.loads(run("questionnaires", "list", "--json").out)}

    assert told["pregroup-interview"] == 92
    assert told["phq9"] == 10
    assert "pregroup-interview" in run("questionnaires", "list").out


def test_a_questionnaire_is_shown_with_every_item(run, online_group):
    text = run("questionnaires", "show", "pregroup-interview").out

    assert [
        item.id for item in online_group.questionnaires["pregroup-interview"].items if item.id not in text
    ] == []
    assert "Complete with a clinician present." in text


def test_a_questionnaire_is_shown_to_programs(run):
    assert json.loads(run("questionnaires", "show", "phq9", "--json").out)["scales"][0]["id"] == "phq9_total"


def test_the_template_is_an_answer_file_and_a_table_that_can_be_used_at_once(run, tmp_path, online_group):
    ran = run("questionnaires", "template", "pregroup-interview")
    text = (tmp_path / "pregroup-interview-answers.yaml").read_bytes()
    head = (tmp_path / "pregroup-interview-table.csv").read_text().strip().split(",")
    meanings = list(
        csv.DictReader((tmp_path / "pregroup-interview-table-words.csv").read_text().splitlines())
    )
    items = online_group.questionnaires["pregroup-interview"].items

    assert ran.out.count("written: ") == 3
    assert read_answers(text, "template", online_group).given == {}
    assert all(f"\n{item.id}:\n" in text.decode() for item in items)
    assert head == ["case_id", *(item.id for item in items)]
    assert {row["value"] for row in meanings if row["column"] == "suicidal_ideation"} == {
        "none",
        "passive",
        "active",
        "plan",
        "declined",
        "dont_know",
        "",
    }


def test_a_template_replaces_nothing_unless_asked(run):
    run("questionnaires", "template", "asq")

    assert run("questionnaires", "template", "asq").status == 1
    assert run("questionnaires", "template", "asq", "--overwrite").status == 0


def test_an_unknown_questionnaire_is_told_with_a_suggestion(run):
    ran = run("questionnaires", "show", "phq-9")

    assert ran.status == 1
    assert ran.err == "phq-9: there is no questionnaire of that id — did you mean 'phq9'?\n"


def test_a_paper_form_goes_into_a_file_of_its_own_name(run, tmp_path):
    ran = run("questionnaires", "print", "asq")

    assert (ran.status, ran.out) == (0, "written: asq-form.pdf\n")
    assert (tmp_path / "asq-form.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "name", "start"),
    [
        (("--format", "html"), "asq-form.html", b"<!doctype html>"),
        (("-o", "paper.html"), "paper.html", b"<!doctype html>"),
        (("-o", "paper.md"), "paper.md", b"# ASQ"),
        (("-o", "paper"), "paper", b"%PDF"),
        (("--paper", "letter"), "asq-form.pdf", b"%PDF"),
    ],
)
def test_the_ending_or_the_format_says_how_a_paper_form_is_laid_out(run, tmp_path, options, name, start):
    ran = run("questionnaires", "print", "asq", *options)

    assert ran.out == f"written: {name}\n"
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_paper_form_can_go_through_a_pipe(run):
    ran = run("questionnaires", "print", "asq", "--format", "text", "-o", "-", "--help-texts")

    assert ran.out.startswith("ASQ, four questions on suicidal thoughts")
    assert "Feeling a burden to others" in ran.out


def test_a_paper_form_replaces_nothing_unless_asked(run):
    run("questionnaires", "print", "asq")

    assert run("questionnaires", "print", "asq").status == 1
    assert run("questionnaires", "print", "asq", "--overwrite").status == 0


def test_a_questionnaire_of_ones_own_is_printed_too(run, tmp_path):
    (tmp_path / "own.yaml").write_text(
        "id: own\nversion: 1.0.0\ntitle: Our own\nkind: interview\nabout: Ours.\nsource: Ours.\n"
        "sections:\n  - id: all\n    title: All\n    items:\n      - id: own_wish\n"
        "        text: What do you wish?\n        help: Ours.\n"
        "        values: {quiet: Quiet, company: Company}\n        ask_when: unsafe_home is no\n"
    )
    text = run("questionnaires", "print", "own.yaml", "--format", "text", "-o", "-").out

    assert "Ask when Interview before a psychotherapy group question" in text
    assert "[ ] Company" in text
