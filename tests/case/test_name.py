"""Whether two names may well be of one person: whoever sets a safety matter aside asks somebody else."""

import pytest

from screenkit.case.name import check_name, is_same_person

ALIKE = [
    ("Ana Rivera", "A. Rivera"), ("Ana Rivera", "A. R."), ("Ana Rivera", "AR"), ("Ana Rivera", "Ana R."),
    ("Alexandra Rivera", "Dr. A Rivera"), ("A. Rivera", "Alexandra Rivera"), ("AR", "Ana Rivera"),
    ("José Núñez", "Jose Nunez"), ("Jens Müller", "Jens Mueller"), ("Ana Rivera", "RIVERA, ANA"),
    ("Ana Rivera", "\uff21\uff4e\uff41 Rivera"), ("Ana Rivera", "Ana\u200d Riv\u200dera"),
    ("Ana Rivera", "a n a r i v e r a"), ("Ana Rivera", "AnaRivera"), ("Ana Maria Rivera", "A M Rivera"),
    ("Ana Rivera", "RN Ana Rivera MD"), ("Ana Rivera", "Riviera Anna"), ("Dr Reed", "D. R."),
    ("Dr Reed", "R"),
]  # fmt: skip
APART = [
    ("Ana Rivera", "Rivera-Lopez, Carmen"), ("Ana Rivera", "A. Rossi"), ("Dr Reed", "Dr Brandt"),
    ("Ana", "A. Brandt"), ("Robert Lee", "Susan Lee"), ("Ana Rivera", "Ada Reed"),
    ("A. Adeyemi", "B. Adeyemi"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "name"), ALIKE)
def test_initials_accents_titles_and_other_letters_make_nobody_else(who, name):
    assert is_same_person(name, who, {"leader-1": who})


@pytest.mark.parametrize(("who", "name"), APART)
def test_other_people_are_other_people(who, name):
    assert not is_same_person(name, who, {"leader-1": who})


@pytest.mark.parametrize("name", ["myself", "second clinician", "none", "x", "17", "\u0410na Rivera"])
def test_what_names_nobody_and_what_only_looks_like_a_name_is_refused(name):
    assert check_name("second", name) is not None
