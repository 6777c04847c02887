"""Reports of stored cases for others than the clinician."""

import pytest
from stories import DECIDED

from screenkit.case.events import Noted, Placed

BY = ("--by", "leader-1")
PRIVATE = {"unsafe_home": "no", "device_watched": "no"}


def test_a_colleagues_copy_holds_no_name_and_no_free_text_unless_asked(clinic, clear_candidate):
    case_id = clinic.screen(clear_candidate, Noted(text="A calm talk."), DECIDED)
    bare = clinic.run("report", case_id, "--for", "colleague").out
    whole = clinic.run("report", case_id, "--for", "colleague", "--with-free-text").out

    assert f"Case {case_id}" in bare
    assert "Left out, since written freely: 1 note and 2 reasons." in bare
    unsaid = ("A calm talk.", "A colleague sits beside her.", "A trial was agreed.")
    assert [each for each in unsaid if each in bare] == []
    assert [each for each in unsaid if each not in whole] == []
    assert [name for name in ("Dr Reed", "Brandt", "Lind") if name in bare + whole] == []


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ((), "the report of screening 1, as text"),
        (("--for", "colleague"), "a colleague's copy of the report of screening 1, as text"),
        (
            ("--for", "colleague", "--with-free-text"),
            "a colleague's copy of the report with free text of screening 1, as text",
        ),
        (("--for", "candidate"), "the candidate's sheet of screening 1, as text"),
    ],
    ids=["clinician", "colleague", "free-text", "candidate"],
)
def test_what_left_the_store_is_put_on_record_by_whom_it_is_for(
    clinic, clear_candidate, tmp_path, options, what
):
    case_id = clinic.screen({**clear_candidate, **PRIVATE})
    ran = clinic.run("report", case_id, *options, "-o", tmp_path / "report.txt", *BY)

    assert (ran.status, ran.err) == (0, "")
    assert clinic.events(case_id)[-1].what == what


def test_the_sheet_names_the_clinic_and_the_numbers_of_the_place_where_the_person_was(
    clinic, clear_candidate
):
    case_id = clinic.screen({**clear_candidate, **PRIVATE}, Placed(place="US-NV"))
    told = " ".join(clinic.run("report", case_id, "--for", "candidate").out.split())

    assert "In an emergency: 911" in told
    assert "We checked these numbers on" in told


def test_a_sheet_that_is_refused_leaves_no_file_and_no_record(clinic, clear_candidate, tmp_path):
    case_id = clinic.screen({**clear_candidate, "unsafe_home": "declined"})
    before = clinic.events(case_id)
    ran = clinic.run("report", case_id, "--for", "candidate", "-o", tmp_path / "sheet.pdf", *BY)

    assert (ran.status, ran.out) == (1, "")
    assert not (tmp_path / "sheet.pdf").exists()
    assert clinic.events(case_id) == before
