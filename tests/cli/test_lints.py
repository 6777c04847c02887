"""Every lint of `rules check`: a small rule set that is clean, and one slip of the pen for each of them."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from screenkit.check import declared, proofs
from screenkit.cli.authoring import checking

ROOT = Path(__file__).parents[2]
HOUSE = Path(__file__).parent / "house"
RULES = "house.yaml"
TOLD = yaml.safe_load((HOUSE / "slips.yaml").read_text())
SLIPS = {each.pop("slip"): each for each in TOLD["slips"]}
REFUSED = {each.pop("slip"): each for each in TOLD["refused"]}


@pytest.fixture
def house(run, tmp_path):
    """Check the clean rule set after one change of one of its files."""
    folder = tmp_path / "house"
    shutil.copytree(HOUSE, folder)

    def checked(file, old, new, *more):
        path = folder / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))
        return run("rules", "check", folder / RULES, "--questionnaires", folder / "questions", *more)

    return checked


def test_the_small_rule_set_is_clean(house):
    ran = house(RULES, "id: house", "id: house", "--fail-level", "note")
    assert (ran.status, ran.out.splitlines()[:2]) == (
        0,
        ["house: 3 rules, 11 vignettes, 13 faults put in on purpose", "no problems found"],
    )


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_with_its_file_and_line(house, slip):
    told = SLIPS[slip]
    ran = house(told["file"], told["old"], told["new"], "--json", "--fail-level", told["severity"])
    problems = json.loads(ran.out)["problems"]
    found = [each for each in problems if (each["check"], each["id"]) == (told["check"], told["id"])]
    assert found, ran.out
    assert {each["severity"] for each in found} == {told["severity"]}
    for each in found:
        file, _, line = each["where"].rpartition(":")
        assert Path(file).is_file()
        assert line.isdigit()
        assert each["what"]
        assert each["do"]
    assert ran.status == 1


@pytest.mark.parametrize("slip", REFUSED)
def test_what_would_be_unsafe_is_refused_with_its_line(house, slip):
    told = REFUSED[slip]
    ran = house(RULES, told["old"], told["new"])
    assert ran.status == 1
    (line,) = ran.err.splitlines()
    assert line.partition(" — ")[0].endswith(told["what"])
    assert f"{RULES}:" in line


def test_files_that_cannot_be_used_are_told_to_programs_as_well(house):
    ran = house(RULES, "when: stairs is no", "when: stares is no", "--json")
    assert ran.status == 1
    (problem,) = json.loads(ran.out)["problems"]
    assert problem["where"].endswith(f"{RULES}:26")
    assert (problem["severity"], problem["check"], problem["what"]) == ("error", "load", "no item 'stares'")
    assert problem["id"] == "rules.1.when (column 1 of the condition)"


# Regression: people for a rule set there is not were passed over in silence.
def test_people_for_a_rule_set_there_is_not_are_refused(house):
    ran = house("vignettes/house.yaml", "rules: house", "rules: hause")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.endswith("house.yaml:1: rules: no rule set 'hause' — did you mean 'house'?\n")


def test_every_check_there_is_has_a_slip_that_it_finds_and_stands_in_the_docs():
    sources = (ROOT / "src/screenkit").glob("check/*.py")
    written = "".join(path.read_text() for path in sources)
    named = {each.split('"')[1] for each in written.split("Flaw(")[1:] if '"' in each[:40]}
    assert named == {each["check"] for each in SLIPS.values()} | {"loosened"}
    rows = re.findall(r"^\| (`[^|]+`) \|", (ROOT / "docs/checks.md").read_text(), re.MULTILINE)
    assert {name for row in rows for name in re.findall("`([^`]+)`", row)} == named | {"accepted"}


DOWNSTAIRS = "stairs is yes and shy is yes"
DECLARED = f"""
properties:
  - {{id: stated, never: in_person is suitable, when: stairs is no or ({DOWNSTAIRS})}}
  - {{id: stated-too, never: in_person is suitable, when: stairs is no or ({DOWNSTAIRS})}}
impossible:
  - {{id: shy-downstairs, when: {DOWNSTAIRS}, because: Invented.}}
tensions:
"""


@pytest.fixture
def accepting(house, tmp_path):
    """Check a rule set of which two proofs rest on what it declares impossible, some of it accepted."""

    def checked(*accepted):
        (tmp_path / "house" / "accepted").mkdir()
        told = "".join(f"  - {{check: impossible, {each}, because: Ours.}}\n" for each in accepted)
        (tmp_path / "house" / "accepted" / "house.yaml").write_text(f"rules: house\naccepted:\n{told}")
        ran = house(RULES, "\ntensions:\n", DECLARED, "--json", "--fail-level", "note")
        return [(each["check"], each["what"]) for each in json.loads(ran.out)["problems"]]

    return checked


def test_a_proof_that_rests_on_a_combination_is_accepted_alone_and_the_next_one_told(accepting):
    assert accepting("at: shy-downstairs, what: stated") == [
        ("impossible", "'stated-too' is proved only because this is left out")
    ]


def test_a_combination_is_not_accepted_for_all_proofs_at_once(accepting):
    ((check, what),) = accepting("at: shy-downstairs")
    assert check == "load"
    assert what.startswith("'impossible' is accepted for one proof: say in 'what' which property rests on it")


def test_without_a_solver_nobody_is_told_to_take_back_what_may_stand(accepting, monkeypatch):
    for each in (checking, declared, proofs):
        monkeypatch.setattr(each, "has_solver", lambda: False)
    assert accepting("at: shy-downstairs, what: stated") == [
        ("impossible", "whether a proof rests on it was not looked into: that needs the solver z3")
    ]
