"""What may stand on record as a name, and what is refused because nobody can be asked by it."""

import pytest

from screenkit.case.name import check_name
from screenkit.errors import Problem

KNOWN = ("leader-1", "leader-2")


@pytest.mark.parametrize(
    "name",
    ["Dr Reed", "Wu", "李明", "Ólafur", "O'Brien", "Anne-Marie", "رضا", "Dr. Obi (GMC 1234567)", "leader-2"],
)
def test_a_name_of_any_script_and_a_known_id_are_taken(name):
    assert check_name("second", name, KNOWN) is None


@pytest.mark.parametrize("name", ["x", "1", "12", "...", "-", " ", "?!", "1 2", "yes", "No.", "none", "n/a"])
def test_what_reads_as_no_name_is_refused(name):
    assert check_name("second", name, KNOWN).what == "this is no name"


@pytest.mark.parametrize("name", ["leader-9", "Leader-9", "leader_x", "l9", "leader 9", "leader9"])
def test_what_is_shaped_like_an_id_that_nobody_has_is_refused(name):
    assert check_name("second", name, KNOWN).what == "no leader has this id"


def test_a_refusal_says_where_what_and_what_to_do_and_repeats_nothing():
    assert check_name("second", "lead-77", ()) == Problem("second", "no leader has this id", "write the name")
    assert "77" not in str(check_name("second", "lead-77", KNOWN))
