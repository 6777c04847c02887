"""The grammar of conditions: its canonical print, its faults and their columns, and there and back again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Dice, Term, condition

from screenkit.content.grammar import Amount, Fault, Words, parse
from screenkit.models.condition import (
    RESERVED,
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Is,
    IsNot,
    IsSilent,
    Named,
    Not,
    leaves,
    names,
    write,
)

TERMS = {
    "mood": Words(("yes", "no")),
    "kind": Words(("process", "skills", "not_needed", "one_to_one")),
    "age": Amount(Fraction(0), Fraction(120), is_score=False),
    "change": Amount(Fraction(-3), Fraction(3), is_score=False),
    "total": Amount(Fraction(0), Fraction(27), is_score=True),
}
KNOWN = Is("mood", ("yes",))
DEFINITIONS = {"known": KNOWN}
FORMS = "write 'item is value', 'item >= number', or a definition"
GRAMMAR_WORD = "this word belongs to the grammar and cannot be a name or a value"


def understood(text):
    return parse(text, TERMS, DEFINITIONS.get)


# What conditions say


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mood is yes", Is("mood", ("yes",))),
        ("mood is one of yes, no", Is("mood", ("yes", "no"))),
        ("mood is one of yes", Is("mood", ("yes",))),
        ("mood is not no", IsNot("mood", ("no",))),
        ("mood is not one of yes, no", IsNot("mood", ("yes", "no"))),
        ("kind is not_needed", Is("kind", ("not_needed",))),
        ("kind is one_to_one", Is("kind", ("one_to_one",))),
        ("mood is declined", IsSilent("mood", "declined")),
        ("age is dont_know", IsSilent("age", "dont_know")),
        ("age >= 18", Compare("age", ">=", Fraction(18))),
        ("age > 18.25", Compare("age", ">", Fraction("18.25"))),
        ("total <= 0", Compare("total", "<=", Fraction(0))),
        ("change < -2.5", Compare("change", "<", Fraction("-2.5"))),
        ("change == +1", Compare("change", "==", Fraction(1))),
        ("not (mood is yes)", Not(KNOWN)),
        ("mood is yes and age > 3", AllOf((KNOWN, Compare("age", ">", Fraction(3))))),
        ("mood is yes or age > 3", AnyOf((KNOWN, Compare("age", ">", Fraction(3))))),
        (
            "mood is yes or (age > 3 and kind is skills)",
            AnyOf((KNOWN, AllOf((Compare("age", ">", Fraction(3)), Is("kind", ("skills",)))))),
        ),
        (
            "at least 2 of (mood is yes; age > 3; known)",
            AtLeast(2, (KNOWN, Compare("age", ">", Fraction(3)), Named("known", KNOWN))),
        ),
        ("known", Named("known", KNOWN)),
        ("not (known)", Not(Named("known", KNOWN))),
    ],
)
def test_a_condition_says_what_it_reads(text, expected):
    assert understood(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("mood is one of yes", "mood is yes"),
        ("age>=18", "age >= 18"),
        ("age >= 18.50", "age >= 18.5"),
        ("age >= 18.0", "age >= 18"),
        ("change > +1", "change > 1"),
        ("change >= -0", "change >= 0"),
        ("((mood is yes) and ((age > 3)))", "mood is yes and age > 3"),
        ("(mood is yes and age > 3) and known", "(mood is yes and age > 3) and known"),
        ("mood   is \n one of yes,no", "mood is one of yes, no"),
        ("at least 1 of (mood is yes)", "at least 1 of (mood is yes)"),
        ("not((mood is yes))", "not (mood is yes)"),
    ],
)
def test_a_condition_has_one_canonical_print(text, printed):
    found, faults = understood(text)
    assert (write(found), faults) == (printed, [])
    assert understood(printed) == (found, [])


# What is wrong with them


MEANING = [
    ("moods is yes", [(1, "no item 'moods'", "did you mean 'mood'?")]),
    ("colour is yes", [(1, "no item 'colour'", "name an item or a score of the rule set's questionnaires")]),
    ("moood is declined", [(1, "no item 'moood'", "did you mean 'mood'?")]),
    ("agge > 3", [(1, "no item 'agge'", "did you mean 'age'?")]),
    ("mood is yess", [(9, "'mood' does not offer 'yess'", "did you mean 'yes'?")]),
    ("mood is maybe", [(9, "'mood' does not offer 'maybe'", "it offers yes, no")]),
    ("mood is one of yes, maybe", [(21, "'mood' does not offer 'maybe'", "it offers yes, no")]),
    (
        "mood >= 3",
        [(1, "'mood' is answered in words, not numbers", "write 'mood is yes' or another of its values")],
    ),
    ("age is yes", [(1, "'age' is a number, not a word", "write 'age >= …' or another comparison")]),
    (
        "total is not one of a, b",
        [(1, "'total' is a number, not a word", "write 'total >= …' or another comparison")],
    ),
    (
        "total is declined",
        [(1, "'total' is a score; only an item can be declined or not known", "name the items")],
    ),
    ("total >= 28", [(10, "'total' runs from 0 to 27, never 28", "write a number in that range")]),
    (
        "total >= 26.5 or total > 27.5",
        [(26, "'total' runs from 0 to 27, never 27.5", "write a number in that range")],
    ),
    ("change < -4", [(10, "'change' runs from -3 to 3, never -4", "write a number in that range")]),
    ("mood", [(1, "'mood' is an item, not a condition", "ask something of it, such as 'mood is …'")]),
    ("colour", [(1, "no definition 'colour'", "define it under 'definitions', or name an item")]),
    ("totl", [(1, "no definition 'totl'", "did you mean 'total'?")]),
    ("known is yes", [(1, "no item 'known'", "name an item or a score of the rule set's questionnaires")]),
    (
        "at least 0 of (mood is yes)",
        [(10, "at least 0 of 1 can never be decided by them", "write a number from 1 to 1")],
    ),
    (
        "at least 3 of (mood is yes; age > 3)",
        [(10, "at least 3 of 2 can never be decided by them", "write a number from 1 to 2")],
    ),
    (
        "mood is one of yes, declined",
        [
            (
                21,
                "'declined' cannot stand here",
                "write 'item is declined' by itself, or 'not (item is declined)'",
            )
        ],
    ),
    (
        "mood is not dont_know",
        [
            (
                13,
                "'dont_know' cannot stand here",
                "write 'item is dont_know' by itself, or 'not (item is dont_know)'",
            )
        ],
    ),
    (
        "mood is not_asked",
        [(9, "'not_asked' cannot stand here", "no condition may ask this: what was not asked is unknown")],
    ),
    (
        "mood is not_applicable",
        [
            (
                9,
                "'not_applicable' cannot stand here",
                "no condition may ask this: what was not asked is unknown",
            )
        ],
    ),
    ("mood is and", [(9, "'and' cannot stand here", GRAMMAR_WORD)]),
    (
        "moods is yes and ages > 3 and kind is skil",
        [
            (1, "no item 'moods'", "did you mean 'mood'?"),
            (18, "no item 'ages'", "did you mean 'age'?"),
            (39, "'kind' does not offer 'skil'", "did you mean 'skills'?"),
        ],
    ),
]
SPELLING = [
    (
        "mood is yes and age > 3 or known",
        (25, "'and' stands beside 'or'", "put brackets around what belongs together"),
    ),
    (
        "mood is yes or age > 3 and known",
        (24, "'and' stands beside 'or'", "put brackets around what belongs together"),
    ),
    (
        "not (mood is yes and age > 3 or known)",
        (30, "'and' stands beside 'or'", "put brackets around what belongs together"),
    ),
    ("not mood is yes", (5, "brackets are missing", "write 'not (…)' or 'at least 2 of (…; …)'")),
    ("at least 2 of mood is yes", (15, "brackets are missing", "write 'not (…)' or 'at least 2 of (…; …)'")),
    ("total >=", (8, "the condition breaks off", "finish it, or take the last word away")),
    ("mood is", (7, "the condition breaks off", "finish it, or take the last word away")),
    ("mood is yes and", (15, "the condition breaks off", "finish it, or take the last word away")),
    ("(mood is yes", (12, "the condition breaks off", "finish it, or take the last word away")),
    ("mood is yes)", (12, "')' cannot stand here", FORMS)),
    ("mood is yes known", (13, "'known' cannot stand here", FORMS)),
    ("mood is one of yes no", (20, "'no' cannot stand here", FORMS)),
    ("at least 2 (known; mood is no)", (12, "'(' cannot stand here", FORMS)),
    ("at least two of (known)", (10, "'two' cannot stand here", FORMS)),
    ("at least 1.5 of (known; known)", (10, "'1.5' cannot stand here", FORMS)),
    ("at least 1 of (known, known)", (21, "',' cannot stand here", FORMS)),
    ("mood = yes", (6, "the character '=' cannot stand here", "use words, numbers and brackets")),
    ("mood is Yes", (9, "the character 'Y' cannot stand here", "use words, numbers and brackets")),
    ("mood is 'yes'", (9, 'the character "\'" cannot stand here', "use words, numbers and brackets")),
    ("age => 3", (5, "the character '=' cannot stand here", "use words, numbers and brackets")),
    ("age >= 1_000", (9, "the character '_' cannot stand here", "use words, numbers and brackets")),
    ("age >= .5", (8, "the character '.' cannot stand here", "use words, numbers and brackets")),
    ("age >= ٣", (8, "the character '٣' cannot stand here", "use words, numbers and brackets")),
    ("age >= 1e3", (9, "'e3' cannot stand here", FORMS)),
    ("mood == yes", (9, "'yes' cannot stand here", FORMS)),
    ("mood is yes AND known", (13, "the character 'A' cannot stand here", "use words, numbers and brackets")),
    ("()", (2, "')' cannot stand here", FORMS)),
]


@pytest.mark.parametrize(("text", "faults"), MEANING)
def test_every_name_that_means_nothing_is_told_with_its_column(text, faults):
    assert understood(text)[1] == [Fault(*each) for each in faults]


@pytest.mark.parametrize(("text", "fault"), SPELLING)
def test_the_first_thing_that_cannot_be_read_is_told_with_its_column(text, fault):
    assert understood(text) == (None, [Fault(*fault)])


def test_without_terms_only_the_spelling_is_looked_at():
    assert parse("anything is whatever", None, DEFINITIONS.get) == (Is("anything", ("whatever",)), [])
    assert parse("anything is", None, DEFINITIONS.get)[0] is None


# Regression: not from 0.
def test_columns_are_counted_from_1_even_where_nothing_is_written():
    fault = Fault(1, "the condition breaks off", "finish it, or take the last word away")
    assert understood("") == (None, [fault])


# Regression: nesting without a bound ends in a RecursionError, in the loader or later in the engine.
@pytest.mark.parametrize(
    "text",
    ["not (" * 2000 + "mood is yes" + ")" * 2000, "at least 1 of (" * 2000 + "mood is yes" + ")" * 2000],
    ids=["not", "at least"],
)
def test_a_condition_nested_beyond_reason_is_a_fault_and_no_crash(text):
    found, faults = understood(text)
    assert found is None
    assert len(faults) == 1


def test_forty_brackets_inside_one_another_are_read():
    assert understood("(" * 40 + "mood is yes" + ")" * 40) == (KNOWN, [])


def test_the_grammars_own_words_are_reserved():
    words = {"is", "not", "one", "of", "and", "or", "at", "least"}
    assert words | {"declined", "dont_know", "not_asked", "not_applicable"} == RESERVED


# There and back


WORDS = (
    "yes",
    "not_needed",
    "one_to_one",
    "is_it",
    "declined_once",
    "dont_knows",
    "atleast",
    "and1",
    "order",
)
RANDOM_TERMS = [
    Term("mood", values=WORDS),
    Term("not_at_all", values=WORDS),
    Term("isle", values=WORDS),
    Term("one_of", values=WORDS),
    Term("age", low=Fraction(-4), high=Fraction(120)),
    Term("at_least", low=Fraction(0), high=Fraction(9)),
    Term("total", low=Fraction(-1, 3), high=Fraction(27, 2), is_score=True),
]
NAMED = [Named("known", KNOWN), Named("not_known", Not(KNOWN)), Named("orderly", KNOWN)]


@given(st.data())
def test_what_is_written_is_read_back_as_the_same_condition(data):
    dice = Dice(data.draw)
    made = condition(dice, RANDOM_TERMS, NAMED, deep=4)
    definitions = {each.name: each.condition for each in NAMED}
    terms = {
        term.name: Words(term.values) if term.values else Amount(term.low, term.high, is_score=term.is_score)
        for term in RANDOM_TERMS
    }
    assert parse(write(made), terms, definitions.get) == (made, [])


@given(st.text(alphabet="abceilmnorst_ 0123456789.;,()<>=+-", max_size=40))
def test_any_text_at_all_gives_a_condition_or_a_fault_inside_it(text):
    found, faults = understood(text)
    assert (found is None) <= bool(faults)
    assert all(0 <= fault.column <= len(text) + 1 for fault in faults)


@given(st.fractions(-999, 999).map(lambda f: Fraction(round(f * 10**6), 10**6)))
def test_any_decimal_is_written_exactly(number):
    terms = {"score": Amount(Fraction(-1000), Fraction(1000), is_score=True)}
    asked = Compare("score", ">=", number)
    assert parse(write(asked), terms, DEFINITIONS.get) == (asked, [])


# What a condition reads


def test_a_condition_reads_each_name_once_in_order_definitions_included():
    found, _ = understood("total > 3 and (known or age > 3) and not (mood is no)")
    assert names(found) == ("total", "mood", "age")
    assert [type(leaf) for leaf in leaves(found)] == [Compare, Is, Compare, Is]
