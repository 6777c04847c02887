import json
import stat
import subprocess

import pytest


def test_the_report_is_printed_as_text(run, answers):
    ran = run("assess", answers())

    assert ran.status == 0
    assert ran.out.startswith("Screening summary for the clinician\n")
    assert ran.err == ""


def test_answers_come_from_a_pipe_too(run):
    ran = run("assess", "-", "--format", "json", typed="suicidal_ideation: passive\n")

    assert json.loads(ran.out)["safety"]["level"] == "same_day"


def test_json_answers_are_read(run):
    ran = run("assess", "-", "--format", "json", typed='{"suicidal_ideation": "declined"}')

    assert json.loads(ran.out)["safety"]["level"] == "same_day"


def test_an_empty_file_holds_every_form_of_group(run):
    told = json.loads(run("assess", "-", "--format", "json", typed="").out)

    assert {form: result["recommendation"] for form, result in told["modalities"].items()} == {
        "in_person": "hold",
        "online_video": "hold",
        "online_text": "hold",
        "online_forum": "hold",
    }
    assert told["safety"]["level"] == "complete_screen"


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("summary.pdf", b"%PDF"),
        ("summary.html", b"<!doctype html>"),
        ("summary.md", b"# Screening summary"),
        ("summary.json", b'{\n "schema"'),
        ("summary.txt", b"Screening summary"),
    ],
)
def test_the_ending_of_the_file_says_the_format(run, answers, tmp_path, name, starts):
    ran = run("assess", answers(), "-o", name)

    assert (ran.status, ran.out) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(starts)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_an_existing_file_is_kept_unless_it_may_be_replaced(run, answers, tmp_path):
    (tmp_path / "summary.txt").write_text("mine")
    refused = run("assess", answers(), "-o", "summary.txt")
    kept = (tmp_path / "summary.txt").read_text()
    replaced = run("assess", answers(), "-o", "summary.txt", "--overwrite")

    assert refused.status == 1
    assert refused.err == "summary.txt: the file exists already — choose another name, or add --overwrite\n"
    assert kept == "mine"
    assert replaced.status == 0
    assert (tmp_path / "summary.txt").read_text().startswith("Screening summary")


def test_nothing_is_left_behind_where_the_folder_is_missing(run, answers, tmp_path):
    ran = run("assess", answers(), "-o", "nowhere/summary.pdf")

    assert ran.status == 1
    assert "nowhere/summary.pdf: the file cannot be written (No such file or directory)" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.yaml"]


@pytest.mark.parametrize(
    ("ideation", "status"), [("none", 0), ("passive", 10), ("declined", 10), ("active", 11), ("plan", 11)]
)
def test_the_alert_can_be_told_by_the_exit_status(run, answers, ideation, status):
    assert (
        run("assess", answers({"suicidal_ideation": ideation}), "--exit-code", "--format", "json").status
        == status
    )
    assert run("assess", answers({"suicidal_ideation": ideation}), "--format", "json").status == 0


def test_every_problem_of_a_file_is_told_at_once_without_what_was_answered(run, tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "suicidal_ideaton: CANARY\nacute_crisis: CANARY\nharm_to_others: true\nphq9_total: 28\nphq9_1: 1_0\n"
    )
    ran = run("assess", "bad.yaml")

    assert ran.status == 1
    assert ran.err.splitlines() == [
        "bad.yaml:1: suicidal_ideaton: no item or score of this name — did you mean 'suicidal_ideation'?",
        "bad.yaml:2: acute_crisis: this is none of the item's values — write yes or no",
        "bad.yaml:3: harm_to_others: true and false are no answers — write yes or no, without quotes",
        "bad.yaml:4: phq9_total: this is no total the score can have — write a whole number from 0 to 27",
        "bad.yaml:5: phq9_1: this is no number the item offers — write a whole number from 0 to 3",
    ]


def test_a_missing_file_is_a_plain_message(run):
    ran = run("assess", "nobody.yaml")

    assert ran.status == 1
    what = "the file cannot be read (No such file or directory)"
    assert ran.err == f"nobody.yaml: {what} — check the name and its permissions\n"


def test_a_rule_set_of_the_clinics_own_is_read_by_its_path(run, answers, tmp_path):
    (tmp_path / "mine.yaml").write_text(
        """
id: mine
version: 1.0.0
title: Mine
extends: usual-group-criteria
questionnaires: [pregroup-interview]
modalities: [in_person]
rules:
  - id: too-young-for-us
    title: Under twenty-one
    domain: group_criteria
    effect: hold
    when: age_years < 21
    because: Our groups are made for people of twenty-one and over.
    rests_on: [X-ADULTS]
    resolve: Ask the group for young adults.
    settled_by: clinic
    modifiable: wait
"""
    )
    told = json.loads(
        run("assess", answers({"age_years": "20"}), "--rules", "mine.yaml", "--format", "json").out
    )

    assert {form: result["recommendation"] for form, result in told["modalities"].items()} == {
        "in_person": "hold"
    }
    assert told["provenance"]["ruleset"]["id"] == "mine"
    assert [each["id"] for each in told["provenance"]["extends"]] == ["usual-group-criteria"]


def test_an_unknown_rule_set_is_told_with_a_suggestion(run, answers):
    ran = run("assess", answers(), "--rules", "online-groups")

    assert ran.status == 1
    assert ran.err == "online-groups: there is no rule set of that id — did you mean 'online-group'?\n"


def test_a_closed_pipe_ends_without_a_word(answers, program):
    command = f"{program} assess {answers()} | head -n 1"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )

    assert ran.stdout == "Screening summary for the clinician\n"
    assert ran.stderr == ""
