"""screenkit rules impact over the cases of a clinic: counted, named, and nothing put on record."""

import json
from pathlib import Path

from screenkit.content.load import load

HOUSE = Path(__file__).parents[1] / "house"


def test_other_rules_are_tried_on_the_cases_that_are_kept_and_nothing_is_recorded(
    clinic, clear_candidate, run, tmp_path
):
    concerned = clinic.screen({**clear_candidate, "travels_often": "yes", "callback_number": "no"})
    clinic.screen(clear_candidate)
    own = tmp_path / "own"
    run("rules", "new", "mine", "--folder", own)
    before = clinic.events(concerned)

    options = ("--cases", clinic.folder, "--passphrase-file", clinic.passphrase)
    told = json.loads(run("rules", "impact", "online-group", own / "mine.yaml", *options, "--json").out)

    assert (told["people"], told["changed"], told["more_open"]) == (2, 1, 0)
    assert {each["case_id"] for each in told["changes"]} == {concerned}
    assert clinic.events(concerned) == before
    lines = run("rules", "impact", own / "mine.yaml", "online-group", *options).out.splitlines()
    assert lines[:2] == [
        "2 people looked at; something changes for 1 of them",
        "3 changes to something more open or a lower alert; look at these first",
    ]


# Regression: what a case holds and other rules cannot read was left out of the count in silence.
def test_cases_with_answers_that_other_rules_cannot_read_are_counted(clinic, clear_candidate, run):
    rules, asks = HOUSE / "house.yaml", HOUSE / "questions"
    clinic.screen({"crisis": "no", "stairs": "no", "shy": "no"}, content=load(str(rules), (str(asks),)))
    clinic.screen(clear_candidate)
    options = ("--cases", clinic.folder, "--passphrase-file", clinic.passphrase)

    shipped = run("rules", "impact", "online-group", "usual-group-criteria", *options)
    own = run("rules", "impact", "online-group", rules, *options, "--questionnaires", asks, "--json")

    told = json.loads(own.out)
    assert shipped.out.splitlines()[1] == (
        "1 case on record with answers that one of the two cannot read; they count as not asked, so look at "
        "these cases yourself"
    )
    assert told["not_read_whole"] == 0
    assert {"what": "in_person", "before": "hold", "after": "conditional", "number": 1} in told["counts"]
