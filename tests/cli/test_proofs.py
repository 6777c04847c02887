"""`rules prove` and `rules diff`: what they print, what they leave with, and the person they show."""

import json
import shlex
import subprocess
import sys

import pytest

from screenkit.check import proofs
from screenkit.check.shrink import Counterexample
from screenkit.check.smt.opens import opens
from screenkit.check.smt.prove import Verdict
from screenkit.cli.foundfiles import write_counterexamples
from screenkit.content.answers import read_answers
from screenkit.content.load import load
from screenkit.content.locate import File
from screenkit.content.vignettes import bench, read_vignettes
from screenkit.models.answers import Answers
from screenkit.models.property import Property

OURS = """id: ours
version: 1.0.0
title: Ours
extends: leader-readiness
questionnaires: [leader-readiness]
modalities: [in_person, online_video, online_text, online_forum]
changes:
  - id: leader-emergency-protocol-missing
    title: No written protocol for an emergency online
    domain: safety
    effect: hold
    for: [online_video]
    when: leader_emergency_protocol is no
    because: Ours.
    rests_on: [W-CRISIS-REACH]
    resolve: Write it down.
    settled_by: clinic
    modifiable: prepare
rules:
  - {id: own, title: Own, domain: fit, effect: note, topic: context, because: Ours., rests_on: [X-DV]}
loosens:
  - {rule: leader-emergency-protocol-missing, reason: We only meet by video., by: [A. One, B. Two]}
"""
BROKEN = "leader-no-emergency-protocol-opens-nothing-online"


@pytest.fixture
def ours(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(OURS)
    return path


def test_what_is_proved_is_said_and_so_is_what_a_proof_does_not_say(run):
    ran = run("rules", "prove", "leader-readiness")
    assert ran.status == 0
    assert ran.out.count("proved over all answers") == 5
    told = " ".join(ran.out.split())
    assert "It does not say that the rules, or what is stated of them, are clinically right" in told


def test_a_broken_property_ends_with_one_and_shows_somebody_whom_assess_takes(run, ours, tmp_path):
    folder = tmp_path / "found"
    ran = run("rules", "prove", ours, "--property", BROKEN, "--write-vignette", folder)
    assert ran.status == 1
    assert "    leader_emergency_protocol: no" in ran.out.splitlines()
    answers = folder / f"{BROKEN}.answers.yaml"
    found = json.loads(run("assess", answers, "--rules", ours, "--format", "json").out)
    assert found["modalities"]["online_text"]["recommendation"] in {"suitable", "conditional"}
    assert found["loosened"][0]["rule"] == "leader-emergency-protocol-missing"
    assert f"id: {BROKEN}" in (folder / f"{BROKEN}.yaml").read_text()


# Regression: the vignette did not say for which rules it is, and the command that was told left them out.
def test_what_a_proof_finds_is_read_as_a_vignette_and_by_the_command_that_is_told(run, ours):
    folder = ours.parent / "vignettes"
    ran = run("rules", "prove", ours, "--property", BROKEN, "--write-vignette", folder)
    (told,) = ran.err.splitlines()
    program, *command = shlex.split(told.partition(": ")[2])
    assert program == "screenkit"
    found = json.loads(run(*command, "--format", "json").out)
    assert found["provenance"]["ruleset"]["id"] == "ours"
    checked = json.loads(run("rules", "check", ours, "--no-mutate", "--json").out)
    assert checked["rulesets"]["ours"]["vignettes"] == 1
    assert "vignette" not in {each["check"] for each in checked["problems"]}


def test_what_was_written_before_is_not_overwritten_unasked(run, ours, tmp_path):
    asked = ("rules", "prove", ours, "--property", BROKEN, "--write-vignette", tmp_path / "found")
    run(*asked)
    path = tmp_path / "found" / f"{BROKEN}.yaml"
    path.write_text("corrected by hand")
    again = run(*asked)
    assert (again.status, path.read_text()) == (1, "corrected by hand")
    assert "the file exists already" in again.err
    assert run(*asked, "--overwrite").status == 1
    assert path.read_text().startswith("# Somebody who breaks")


def test_a_folder_that_cannot_be_made_is_said_so(run, ours):
    ran = run("rules", "prove", ours, "--property", BROKEN, "--write-vignette", ours)
    assert ran.status == 1
    assert f"{ours}: the folder cannot be made" in ran.err


def test_a_change_that_opens_a_form_is_written_as_two_people(tmp_path):
    item = "leader_emergency_protocol"
    stated = Property(id="p" * 60, always="a worse answer is never better", items=(item,))
    content = load("leader-readiness")
    yes, no = (Answers({item: each}) for each in ("yes", "no"))
    found = Verdict(stated, Counterexample(yes, no.given))
    paths = write_counterexamples(content, [found], tmp_path, overwrite=False)
    assert [path.name for path in paths] == [f"{'p' * 60}.answers.yaml", f"{'p' * 52}-changed.answers.yaml"]
    assert [read_answers(path.read_bytes(), "found", content) for path in paths] == [yes, no]
    (file,) = read_vignettes([File("found", (tmp_path / f"{'p' * 60}.yaml").read_bytes(), "found")])
    assert file.whole.rules == "leader-readiness"
    assert len(bench(content, [file]).cases) == 2


def test_what_is_weighed_alone_is_told_where_a_law_is_about_it(run, ours):
    ran = run("rules", "prove", ours, "--property", "leader-the-less-is-seen-the-less-is-open")
    told = ran.out.splitlines()
    weighed = told[told.index("  Weighing safety rules and gates alone:") + 1]
    assert "online_video hold, online_text conditional" in weighed


def test_a_broken_property_need_not_end_with_one(run, ours):
    assert run("rules", "prove", ours, "--property", BROKEN, "--fail-level", "never").status == 0


def test_a_program_reads_the_counterexample(run, ours):
    told = json.loads(run("rules", "prove", ours, "--json").out)
    broken = {each["id"]: each["counterexample"] for each in told["properties"] if not each["proved"]}
    assert list(broken) == ["leader-the-less-is-seen-the-less-is-open", BROKEN]
    assert broken[BROKEN]["answers"]["leader_emergency_protocol"] == "no"


def test_a_property_nobody_states_is_refused(run):
    ran = run("rules", "prove", "leader-readiness", "--property", "leader-knowledge-narrow")
    assert ran.status == 2
    assert "leader-knowledge-narrows" in ran.err


def test_without_a_solver_nothing_is_proved_and_how_to_install_one_is_said(run, monkeypatch):
    monkeypatch.setattr(proofs, "has_solver", lambda: False)
    ran = run("rules", "prove", "leader-readiness")
    assert ran.status == 1
    assert "screenkit[verify]" in ran.err


WITHOUT = "import sys; sys.modules['z3'] = None; from screenkit.cli.app import main; main(sys.argv[1:])"


@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        (("prove", "leader-readiness"), 1, "a proof needs the solver z3, which is not installed"),
        (("prove", "leader-readiness", "--json"), 1, "pip install 'screenkit[verify]'"),
        (("check", "leader-readiness", "--no-mutate"), 0, "no problems found"),
        (("diff", "leader-readiness", "leader-readiness"), 0, "pip install 'screenkit[verify]'"),
    ],
)
def test_where_the_solver_is_missing_it_is_said_and_the_rest_works(command, status, told):
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, "rules", *command], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "Traceback" in ran.stderr) == (status, False)
    assert told in ran.stdout + ran.stderr


def test_a_rule_set_beside_itself_changed_in_nothing(run):
    told = json.loads(run("rules", "diff", "leader-readiness", "leader-readiness", "--json").out)
    assert told == {"changes": [], "solver": True, "more_open_to": None}


def test_a_rule_that_speaks_of_fewer_forms_lets_somebody_in(run, ours):
    told = json.loads(run("rules", "diff", "leader-readiness", ours, "--json").out)
    changed = {each["what"]: each["how"] for each in told["changes"]}
    assert changed["rule leader-emergency-protocol-missing: changed"][0] == (
        "forms: online_video, online_text, online_forum became online_video"
    )
    somebody = json.dumps(told["more_open_to"]).encode()
    old, new = load("leader-readiness"), load(str(ours))
    assert opens(old, new, read_answers(somebody, "somebody", new))


def test_the_other_way_round_nobody_is_let_in(run, ours):
    ran = run("rules", "diff", ours, "leader-readiness")
    assert ran.out.splitlines()[-1].startswith("Proved over all answers both take")


# Regression: "to nobody is it more open" was called proved, and forms only the new one has were left out.
def test_a_form_only_the_new_rules_have_lets_somebody_in(run):
    ran = run("rules", "diff", "usual-group-criteria", "online-group")
    assert "MORE OPEN, or a milder alert, for somebody with these answers:" in ran.out
    assert "Proved" not in ran.out


PROPERTIES = """properties:
  - id: held-without-training
    never: in_person is suitable
    when: (leader_training_done is no and leader_presence_practised is yes) or leader_more_active is no
  - id: of-nobody
    never: in_person is suitable
    when: leader_training_done is no and leader_training_done is yes
  - id: only-the-impossible
    never: in_person is suitable
    when: leader_training_done is no and leader_presence_practised is yes
impossible:
  - id: practised-untrained
    when: leader_training_done is no and leader_presence_practised is yes
    because: Presence is practised in the training.
"""


@pytest.fixture
def stating(ours):
    text = ours.read_text() + PROPERTIES
    hold = "  - {id: held, title: Held, domain: fit, effect: hold, when: leader_more_active is no, because: "
    hold += "Ours., rests_on: [X-DV], resolve: Do., settled_by: clinic, modifiable: prepare}\n"
    ours.write_text(text.replace("loosens:\n", f"{hold}loosens:\n"))
    return ours


def proved(run, stating, name, *more):
    return run("rules", "prove", stating, "--property", name, *more)


def test_a_proof_that_leaves_somebody_out_says_whom_and_why(run, stating):
    ran = proved(run, stating, "held-without-training")
    assert ran.status == 0
    told = ran.out.splitlines()
    assert told[2].startswith("proved but for what cannot be   held-without-training: ")
    assert told[3:6] == [
        "  It rests on these answers being impossible together:",
        "    practised-untrained: leader_training_done is no and leader_presence_practised is yes",
        "      Presence is practised in the training.",
    ]
    assert "Resting on what is declared impossible: 1. These proofs leave out whoever" in ran.out
    (facts,) = json.loads(proved(run, stating, "held-without-training", "--json").out)["properties"]
    assert (facts["proved"], facts["rests_on_impossible"]) == (True, ["practised-untrained"])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("of-nobody", "  Nobody's answers make its 'when' so, whatever the rules are: mend it."),
        (
            "only-the-impossible",
            "  Everybody it speaks of is declared impossible (practised-untrained): mend one of the two.",
        ),
    ],
)
def test_a_statement_that_speaks_of_nobody_proves_nothing(run, stating, name, why):
    ran = proved(run, stating, name)
    assert ran.status == 1
    assert f"SAYS NOTHING   {name}: " in ran.out
    assert why in ran.out.splitlines()
    checked = run("rules", "check", stating, "--no-mutate", "--json")
    found = {each["id"]: each["severity"] for each in json.loads(checked.out)["problems"]}
    assert found["of-nobody"] == "warning"
    assert found["practised-untrained"] == "warning"


def test_a_law_with_nothing_here_to_break_it_is_told_and_fails_nobody(run):
    ran = run("rules", "prove", "usual-group-criteria", "--property", "benefits-offset-nothing")
    assert ran.status == 0
    assert "proved, as nothing here could break it   benefits-offset-nothing" in ran.out
