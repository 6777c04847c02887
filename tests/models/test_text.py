"""Strings from people: what is taken out before they reach a screen, and what no spreadsheet may open."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.text import clean, counted, formula_safe

ANY = st.text(alphabet=st.characters(codec=None, categories=None), max_size=60)
NASTY = st.text(
    alphabet=st.sampled_from(
        "\x1b[]0;m\\P^_X\x07\x9b\x9d\x00\r\n\t\u202e\u2066\u200d\u200f\ufeff\ud800\u2028\u2029ab1 e\u0301"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("", ""),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]52;c;Y2FuYXJ5\x1b\\b", "ab"),
        ("a\x1b]8;;http://x\x07link\x1b]8;;\x07b", "alinkb"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1b(Bb", "ab"),
        ("a\x9b31mb", "ab"),
        ("a\x1b", "a"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("one\ntwo", "one two"),
        ("one\r\ntwo\rthree", "one two three"),
        ("a\tb", "a b"),
        ("a\u2028b", "a b"),
        ("abc\u202edef\u202c", "abcdef"),
        ("a\u2066b\u2069c\u200e\u200f", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud800 a pair", "half  a pair"),
        ("e\u0301", "\u00e9"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ('[/red] <b> $(x) #read("x") {{ 7*7 }}', '[/red] <b> $(x) #read("x") {{ 7*7 }}'),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out_and_the_rest_is_kept(text, expected):
    assert clean(text) == expected


def test_line_breaks_are_kept_where_they_are_wanted():
    assert clean("one\r\ntwo\rthree\u2028four\x1b[2J\tfive", keep_lines=True) == "one\ntwo\nthree\nfour five"


@given(ANY | NASTY, st.booleans())
def test_cleaning_twice_changes_nothing_more(text, keep_lines):
    once = clean(text, keep_lines=keep_lines)
    assert clean(once, keep_lines=keep_lines) == once


@given(ANY | NASTY)
def test_nothing_stays_that_a_terminal_obeys_or_that_cannot_be_written(text):
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(char) in hidden for char in cleaned if char not in "\u200c\u200d")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_ordinary_text_of_any_script_stays_what_it_is(text):
    assert clean(text) == unicodedata.normalize("NFC", text)


# Spreadsheets


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        " =1+1",
        "   -x",
        "-",
        "+",
        "-1-1",
        "+1 2",
    ],
)
def test_what_a_spreadsheet_would_open_as_a_formula_is_marked_as_text(text):
    assert formula_safe(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "+1", "-5.83", "12", "a=1", "1-1", "'=1", "yes", "A-17", "5 - 3", " 7"]
)
def test_numbers_and_plain_text_stay_what_they_are(text):
    assert formula_safe(text) == text


@given(ANY)
def test_a_marked_text_opens_as_no_formula_and_is_not_marked_again(text):
    safe = formula_safe(text)
    assert safe in {text, f"'{text}"}
    assert formula_safe(safe) == safe


@pytest.mark.parametrize(("number", "said"), [(0, "no cases"), (1, "1 case"), (2, "2 cases")])
def test_a_number_is_told_with_the_word_that_fits_it(number, said):
    assert counted(number, "case") == said
