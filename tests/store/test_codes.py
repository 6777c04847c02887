"""Codes for people: read back however they are typed, and every slip found."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.errors import StoreError
from screenkit.store.codes import (
    SYMBOLS,
    Head,
    head_of,
    new_case_id,
    new_recovery_code,
    read_case_id,
    read_head,
    read_recovery_code,
)


def test_a_recovery_code_is_read_back_in_any_case_and_spacing():
    for _ in range(50):
        code = new_recovery_code()
        assert re.fullmatch(rf"[{SYMBOLS}]{{5}}(-[{SYMBOLS}]{{5}}){{5}}", code)
        loose = f"  {code.lower().replace('-', ' ')} "
        assert [read_recovery_code(typed) for typed in (code, loose, code.replace("-", ""))] == [code] * 3


def test_every_single_slip_in_a_recovery_code_is_found_and_its_group_named():
    code = new_recovery_code()
    places = [place for place, symbol in enumerate(code) if symbol != "-"]
    for place in places:
        for symbol in SYMBOLS.replace(code[place], ""):
            with pytest.raises(StoreError) as error:
                read_recovery_code(code[:place] + symbol + code[place + 1 :])
            assert [each.what for each in error.value.problems] == [f"group {place // 6 + 1} is mistyped"]


def test_two_neighbours_or_two_groups_that_changed_places_are_found():
    code = new_recovery_code()
    for first, second in pairwise(range(len(code))):
        if "-" in code[first : second + 1] or code[first] == code[second]:
            continue
        with pytest.raises(StoreError):
            read_recovery_code(code[:first] + code[second] + code[first] + code[second + 1 :])
    groups = code.split("-")
    with pytest.raises(StoreError):
        read_recovery_code("-".join([groups[1], groups[0], *groups[2:]]))


@pytest.mark.parametrize("typed", ["", "ABC", "0" * 30, "I" * 30, "é" * 30, "-" * 30])
def test_what_is_no_recovery_code_is_refused_without_being_repeated(typed):
    with pytest.raises(StoreError) as error:
        read_recovery_code(typed)

    assert not typed or typed not in str(error.value)


def test_a_pseudonym_is_never_one_that_is_taken():
    asked = []

    def is_taken(case_id):
        asked.append(case_id)
        return len(asked) < 4

    drawn = new_case_id(is_taken)
    assert drawn == asked[3]
    assert all(re.fullmatch(r"C-[2-9BCDFGHJKMNPQRSTVWXYZ]{5}", each) for each in asked)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("C-7K3Q9", "C-7K3Q9"),
        (" c-7k3q9 ", "C-7K3Q9"),
        ("c7k3q9", "C-7K3Q9"),
        ("C-7K3Q", None),
        ("C-7K3Q0", None),
        ("C-DEAD7", None),
        ("../C-7K3Q9", None),
        ("", None),
    ],
)
def test_a_pseudonym_is_read_as_it_is_typed(typed, read):
    assert read_case_id(typed) == read


@given(st.integers(1, 10**6), st.binary(min_size=32, max_size=32))
def test_a_head_is_read_back_from_a_report(sequence, mac):
    head = head_of(sequence, mac)

    assert read_head(str(head)) == head
    assert read_head(f" {str(head).lower().replace('-', ' ')} ") == head


@pytest.mark.parametrize("typed", ["", "17", "0-K7QM-3RTW-9XDF", "17-K7QM-3RTW", "17-K7QM-3RTW-9XDA", "x"])
def test_what_is_no_head_is_none(typed):
    assert read_head(typed) is None
    assert read_head("17-K7QM-3RTW-9XDF") == Head(17, "K7QM-3RTW-9XDF")
