"""Reading YAML: what plain scalars mean, and every refusal with its exact words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.content.read import DEEPEST, LARGEST, read
from screenkit.errors import ContentError

INDENT = "check the indentation and the quotes here"


def refusals(text):
    with pytest.raises(ContentError) as refused:
        read(text if isinstance(text, bytes) else text.encode(), "file.yaml")
    return [str(problem) for problem in refused.value.problems]


# What is read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("Yes", "Yes"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+5", 5),
        ("012", 12),
        ("0.1", Fraction(1, 10)),
        ("1.10", Fraction(11, 10)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e3", Fraction(1000)),
        ("1E-2", Fraction(1, 100)),
        ("12345678901234567890", Fraction(12345678901234567890)),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("12:30:00", "12:30:00"),
        ("2026-01-01", "2026-01-01"),
        ("nan", "nan"),
        ("inf", "inf"),
        ("١٢", "١٢"),
        ("1e9999", "1e9999"),
        ('"true"', "true"),
        ("'12'", "12"),
        ('"0x1F"', "0x1F"),
        ('".nan"', ".nan"),
        ("|\n  two\n  lines", "two\nlines"),
        (">\n  one\n  line", "one line"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says_and_decimals_are_exact(written, meant):
    found = read(f"key: {written}".encode(), "file.yaml").data["key"]
    assert (found, type(found)) == (meant, type(meant))


@pytest.mark.parametrize("text", [b"", b"# only a comment\n", b"---\n", b"\n\n", b"\xef\xbb\xbf", b"null"])
def test_a_file_without_content_is_nothing(text):
    assert read(text, "file.yaml").data is None


@pytest.mark.parametrize(
    "text", [b"\xef\xbb\xbfa: 1\n", b"a: 1\r\n", b"%YAML 1.2\n---\na: 1\n...\n", b"{a: 1}"]
)
def test_marks_line_ends_and_directives_change_nothing(text):
    assert read(text, "file.yaml").data == {"a": 1}


def test_the_line_of_every_value_is_remembered():
    document = read(b"a: 1\nb:\n  - c: 2\n    d: 3\n", "file.yaml")
    assert [document.where(path) for path in [(), ("a",), ("b", 0, "d"), ("b", 0, "missing")]] == [
        "file.yaml:1",
        "file.yaml:1: a",
        "file.yaml:4: b.0.d",
        "file.yaml:3: b.0.missing",
    ]


@given(st.decimals(-1000, 1000, allow_nan=False, places=3))
def test_any_decimal_is_read_exactly(number):
    assert Fraction(read(f"key: {number:f}".encode(), "file.yaml").data["key"]) == Fraction(number)


# What is refused


ANCHOR = "anchors and aliases (& and *) are not read — write the value out"
TAG = "tags (!) are not read — take the tag away"
REFUSED = {
    "a repeated key": (
        "a: 1\nb: 2\na: 3\n",
        ["file.yaml:3: a: 'a' is already set on line 1 — keep one of the two"],
    ),
    "a repeated key further in": (
        "x:\n  - {a: 1, b: 2, a: 1}\n",
        ["file.yaml:2: x.0.a: 'a' is already set on line 2 — keep one of the two"],
    ),
    "a key repeated in quotes": (
        'a: 1\n"a": 2\n',
        ["file.yaml:2: a: 'a' is already set on line 1 — keep one of the two"],
    ),
    "an anchor and its alias": (
        "a: &x 1\nb: *x\n",
        [f"file.yaml:1: a: {ANCHOR}", f"file.yaml:2: b: {ANCHOR}"],
    ),
    "a merge": (
        "a: &x {b: 1}\nc:\n  <<: *x\n",
        [f"file.yaml:1: a: {ANCHOR}", f"file.yaml:3: c.<<: {ANCHOR}"],
    ),
    "an anchor on a key": ("&x a: 1\n", [f"file.yaml:1: {ANCHOR}"]),
    "an alias to nothing": ("a: *nobody\n", [f"file.yaml:1: a: {ANCHOR}"]),
    "tags": (
        "a: !!str 1\nb: !mine {c: 1}\nd: [!!int 3]\n",
        [
            f"file.yaml:1: a: {TAG}",
            f"file.yaml:2: b: {TAG}",
            f"file.yaml:3: d.0: {TAG}",
        ],
    ),
    "a tag that would run code": (
        "a: !!python/object/apply:os.system [ls]\n",
        [f"file.yaml:1: a: {TAG}"],
    ),
    "a number as key": ("1: a\n", ["file.yaml:1: the key '1' is not text — write it in quotes"]),
    "a truth value as key": (
        "b:\n  true: a\n",
        ["file.yaml:2: b: the key 'true' is not text — write it in quotes"],
    ),
    "nothing as key": ("~: a\n", ["file.yaml:1: the key '~' is not text — write it in quotes"]),
    "a list as key": ("? [a, b]\n: c\n", ["file.yaml:1: a key is not a word — use a plain word as the key"]),
    "keys as key": ("{{a: 1}: 2}", ["file.yaml:1: a key is not a word — use a plain word as the key"]),
    "hexadecimal": (
        "a: 0x1F\n",
        ["file.yaml:1: a: this is no number that is read here — write plain decimal digits"],
    ),
    "octal": (
        "a: 0o17\n",
        ["file.yaml:1: a: this is no number that is read here — write plain decimal digits"],
    ),
    "infinite and undefined numbers": (
        "a: .inf\nb: [-.INF, .NaN]\n",
        [
            "file.yaml:1: a: this is no number that is read here — write plain decimal digits",
            "file.yaml:2: b.0: this is no number that is read here — write plain decimal digits",
            "file.yaml:2: b.1: this is no number that is read here — write plain decimal digits",
        ],
    ),
    "a second document": (
        "a: 1\n---\nb: 2\n",
        ["file.yaml:2: a second document starts here — keep one document in a file"],
    ),
    "other than UTF-8": (
        b"a: 1\nb: \xe9\n",
        ["file.yaml:2: this is not UTF-8 text — save the file with the encoding UTF-8"],
    ),
    "UTF-16": (
        "a: 1".encode("utf-16"),
        ["file.yaml:1: this is not UTF-8 text — save the file with the encoding UTF-8"],
    ),
    "half a pair of characters": (
        b"a: \xed\xa0\x80",
        ["file.yaml:1: this is not UTF-8 text — save the file with the encoding UTF-8"],
    ),
    "a NUL": (
        b"a: b\x00c\n",
        ["file.yaml: a character that no YAML file may hold — save the file as plain UTF-8 text"],
    ),
    "an escape character": (
        b"a: \x1b[31m\n",
        ["file.yaml: a character that no YAML file may hold — save the file as plain UTF-8 text"],
    ),
    "too many bytes": (
        b"#" * (LARGEST + 1),
        ["file.yaml: the file has 2,000,001 bytes — split it: at most 2,000,000 bytes are read"],
    ),
    "a tab for indentation": (
        "a:\n\t- b\n",
        [f"file.yaml:2: this is not YAML: found character that cannot start any token — {INDENT}"],
    ),
    "two colons": (
        "a: b: c\n",
        [f"file.yaml:1: this is not YAML: mapping values are not allowed in this context — {INDENT}"],
    ),
    "a bracket left open": (
        "a: [1, 2\n",
        [f"file.yaml:2: this is not YAML: did not find expected ',' or ']' — {INDENT}"],
    ),
    "a quote left open": (
        'a: "b\n',
        [f"file.yaml:2: this is not YAML: found unexpected end of stream — {INDENT}"],
    ),
    "several things at once": (
        "a: 1\na: 2\nb: &x 3\n4: 5\nc: .nan\n",
        [
            "file.yaml:2: a: 'a' is already set on line 1 — keep one of the two",
            f"file.yaml:3: b: {ANCHOR}",
            "file.yaml:4: the key '4' is not text — write it in quotes",
            "file.yaml:5: c: this is no number that is read here — write plain decimal digits",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_could_mislead_is_refused_in_plain_words(text, expected):
    assert refusals(text) == expected


# Nesting


def test_forty_levels_are_read_and_one_more_is_refused():
    assert DEEPEST == 40
    assert read(b"[" * 40 + b"1" + b"]" * 40, "file.yaml").data is not None
    assert refusals(b"[" * 41 + b"1" + b"]" * 41) == [
        "file.yaml:1: nested deeper than 40 levels — write it flatter"
    ]
    deep = "".join("  " * n + "a:\n" for n in range(41)) + "  " * 41 + "b: 1\n"
    assert refusals(deep) == ["file.yaml:42: nested deeper than 40 levels — write it flatter"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_fifty_thousand_levels_end_in_a_plain_error(opening):
    assert refusals(opening * 50_000)[-1].endswith("nested deeper than 40 levels — write it flatter")


# Regression: Python's own limit on digits must not end the reading with a ValueError.
@pytest.mark.parametrize("digits", ["9" * 5000, "0." + "1" * 5000], ids=["whole", "decimal"])
def test_a_number_of_thousands_of_digits_is_read_or_refused_and_no_crash(digits):
    try:
        read(f"key: {digits}".encode(), "file.yaml")
    except ContentError as error:
        assert len(error.problems) == 1  # noqa: PT017 - either way is fine, a crash is not


@given(st.binary(max_size=60) | st.text(alphabet="ab:-[]{}&*!'\"#|>%?,\n \t0.", max_size=60).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused(text):
    try:
        read(text, "file.yaml")
    except ContentError as error:
        assert error.problems  # noqa: PT017 - what is refused is refused with a reason
