"""screenkit rules impact over the cases of a clinic: counted, named, and nothing put on record."""

import json


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
