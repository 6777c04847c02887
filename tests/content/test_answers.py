"""Answer files: what is taken, every refusal with its exact words, and no answer in any message."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenkit.content.answers import read_answers
from screenkit.errors import AnswersError
from screenkit.models.answers import Answers, NoAnswer, read_number

UNSHOWN = "the case id holds characters that cannot be shown — write it with plain letters"
FLAT = "this is no flat list of answers — write one 'item: answer' line for each answer"
NESTED = "this is no single answer — write one 'item: answer' line for each answer"
NO_BOOLEAN = "true and false are no answers — write yes or no, without quotes"
NO_BOOLEAN_IN_JSON = 'true and false are no answers — write "yes" or "no", in quotes'
OFFERED = "this is none of the item's values — "
NUMBER = "this is no number the item offers — write a whole number from 0 to 3"
TENS = "this is no number the item offers — write a whole number from 0 to 100 in steps of 10"
TOTAL = "this is no total the score can have — write a whole number from 0 to 27"
NO_SUCH = "no item or score of this name — "
LISTED = "see 'screenkit questionnaires list' for what may stand here"


@pytest.fixture
def taken(online_group):
    def read(text):
        return read_answers(text if isinstance(text, bytes) else text.encode(), "answers.yaml", online_group)

    return read


@pytest.fixture
def refused(taken):
    def messages(text):
        with pytest.raises(AnswersError) as error:
            taken(text)
        return [str(problem) for problem in error.value.problems]

    return messages


# What is taken


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "{}", "null", "\ufeff", " \n"])
def test_an_empty_file_is_an_empty_list_of_answers(taken, text):
    assert taken(text) == Answers({})


YAML = """\
# from the intake
case_id: A-17
acute_crisis: no
suicidal_ideation: "none"
age_years: 41
phq9_9: 0
phq9_total: 12.0
ecrrs_avoidance: 5.83
harm_to_others: declined
means_access: dont_know
psychosis: not_asked
trauma_history:
safety_plan: ''
gad7_total: declined
severe_depression: not_applicable
"""
JSON = """\
{"case_id": "A-17", "acute_crisis": "no", "suicidal_ideation": "none", "age_years": 41, "phq9_9": 0,
 "phq9_total": 12.0, "ecrrs_avoidance": 5.83, "harm_to_others": "declined", "means_access": "dont_know",
 "psychosis": "not_asked", "trauma_history": null, "safety_plan": "", "gad7_total": "declined",
 "severe_depression": "not_applicable"}
"""


@pytest.mark.parametrize("text", [YAML, JSON, "\ufeff" + JSON, YAML.replace("\n", "\r\n")])
def test_yaml_and_json_give_the_same_answers_exactly(taken, text):
    assert taken(text) == Answers(
        given={
            "acute_crisis": "no",
            "suicidal_ideation": "none",
            "age_years": Fraction(41),
            "phq9_9": Fraction(0),
            "phq9_total": Fraction(12),
            "ecrrs_avoidance": Fraction(583, 100),
            "harm_to_others": NoAnswer.DECLINED,
            "means_access": NoAnswer.DONT_KNOW,
            "gad7_total": NoAnswer.DECLINED,
        },
        case_id="A-17",
        claimed=("severe_depression",),
    )


@pytest.mark.parametrize("written", ["0.1", "1.10", "+5.5", "6.999999", "007"])
def test_a_number_is_taken_exactly_as_it_is_written(taken, written):
    expected = {"des2_mean": Fraction(written)}
    assert taken(f"des2_mean: {written}").given == expected
    assert taken(f'des2_mean: "{written}"').given == expected


@pytest.mark.parametrize(
    ("text", "case_id"),
    [
        ("case_id: 007\n", "007"),
        ("case_id: A 1\n", "A 1"),
        ("case_id: Zoë-٣\n", "Zoë-٣"),
        ('{"case_id": 12}', "12"),
        ("case_id:\n", None),
        ("case_id: ''\n", None),
        ("acute_crisis: no\n", None),
    ],
)
def test_a_case_id_is_carried_as_it_is_written(taken, text, case_id):
    assert taken(text).case_id == case_id


def test_any_item_of_any_shipped_questionnaire_is_accepted(taken):
    assert taken("leader_training_done: yes\n").given == {"leader_training_done": "yes"}


# What is refused


REFUSED = {
    "true and false": (
        "acute_crisis: true\npsychosis: False\n",
        [
            f"answers.yaml:1: acute_crisis: {NO_BOOLEAN}",
            f"answers.yaml:2: psychosis: {NO_BOOLEAN}",
        ],
    ),
    "an item misspelt": (
        "suicidal_ideaton: none\n",
        [f"answers.yaml:1: suicidal_ideaton: {NO_SUCH}did you mean 'suicidal_ideation'?"],
    ),
    "a score misspelt": (
        "phq_total: 3\n",
        [f"answers.yaml:1: phq_total: {NO_SUCH}did you mean 'phq9_total'?"],
    ),
    "the case id misspelt": ("caseid: 3\n", [f"answers.yaml:1: caseid: {NO_SUCH}did you mean 'case_id'?"]),
    "nothing we know": ("shoe_size: 44\n", [f"answers.yaml:1: shoe_size: {NO_SUCH}{LISTED}"]),
    "a key with an escape sequence in it": (
        '"ab\\x1b]0;gone\\x07c": 1\n',
        [f"answers.yaml:1: abc: {NO_SUCH}{LISTED}"],
    ),
    "a value of other case": (
        "suicidal_ideation: Passive\n",
        [f"answers.yaml:1: suicidal_ideation: {OFFERED}did you mean 'passive'?"],
    ),
    "a value of another item": (
        "suicidal_ideation: yes\n",
        [f"answers.yaml:1: suicidal_ideation: {OFFERED}write none, passive, active or plan"],
    ),
    "a yes in capitals": ("acute_crisis: YES\n", [f"answers.yaml:1: acute_crisis: {OFFERED}write yes or no"]),
    "a number for a word": ("acute_crisis: 0\n", [f"answers.yaml:1: acute_crisis: {OFFERED}write yes or no"]),
    "a word for a number": ("phq9_9: two\n", [f"answers.yaml:1: phq9_9: {NUMBER}"]),
    "a number too high": ("phq9_9: 4\n", [f"answers.yaml:1: phq9_9: {NUMBER}"]),
    "a number too low": ("phq9_9: -1\n", [f"answers.yaml:1: phq9_9: {NUMBER}"]),
    "a number between": ("phq9_9: 1.5\n", [f"answers.yaml:1: phq9_9: {NUMBER}"]),
    "a number off the steps": (
        "des2_1: 15\n",
        [f"answers.yaml:1: des2_1: {TENS}"],
    ),
    "a total too high": ("phq9_total: 28\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "a sum between": ("phq9_total: 12.5\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "a mean too high": (
        "ecrrs_anxiety: 7.01\n",
        ["answers.yaml:1: ecrrs_anxiety: this is no total the score can have — write a number from 1 to 7"],
    ),
    "nan": ("phq9_total: nan\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "inf": ("phq9_total: inf\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "digits in groups": ("phq9_total: 1_0\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "digits other than ASCII": ("phq9_total: ١٢\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "full-width digits": ("phq9_total: \uff11\uff12\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "an exponent": ("phq9_total: 1e1\n", [f"answers.yaml:1: phq9_total: {TOTAL}"]),
    "a decimal comma": (
        "des2_mean: 5,5\n",
        ["answers.yaml:1: des2_mean: this is no total the score can have — write a number from 0 to 100"],
    ),
    # Regression: one answer that is no answer must not hide what is wrong with the others.
    "keys and lists below items": (
        "acute_crisis: {value: no}\nage_years: [38]\npsychosis: true\n",
        [
            f"answers.yaml:1: acute_crisis: {NESTED}",
            f"answers.yaml:2: age_years: {NESTED}",
            f"answers.yaml:3: psychosis: {NO_BOOLEAN}",
        ],
    ),
    "a list": ("- acute_crisis: no\n", [f"answers.yaml: {FLAT}"]),
    "a sentence": ("the person is well\n", [f"answers.yaml: {FLAT}"]),
    "a repeated item": (
        "acute_crisis: no\npsychosis: none\nacute_crisis: yes\n",
        ["answers.yaml:3: acute_crisis: 'acute_crisis' is already set on line 1 — keep one of the two"],
    ),
    "a second document": (
        "acute_crisis: no\n---\npsychosis: none\n",
        ["answers.yaml:2: a second document starts here — keep one document in a file"],
    ),
    "a case id that is none": (
        "case_id: '  '\n",
        ["answers.yaml:1: case_id: this is no case id — write up to 200 letters and digits"],
    ),
    "a case id that is true": (
        "case_id: true\n",
        ["answers.yaml:1: case_id: this is no case id — write up to 200 letters and digits"],
    ),
    "a case id too long": (
        f"case_id: {'x' * 201}\n",
        ["answers.yaml:1: case_id: this is no case id — write up to 200 letters and digits"],
    ),
    "a case id that paints the screen": (
        'case_id: "a\\x1b[31mb"\n',
        [f"answers.yaml:1: case_id: {UNSHOWN}"],
    ),
    "everything at once": (
        "acute_crisis: true\nsuicidal_ideation: maybe\nfoo: 1\nphq9_9: 9\n",
        [
            f"answers.yaml:1: acute_crisis: {NO_BOOLEAN}",
            f"answers.yaml:2: suicidal_ideation: {OFFERED}write none, passive, active or plan",
            f"answers.yaml:3: foo: {NO_SUCH}{LISTED}",
            f"answers.yaml:4: phq9_9: {NUMBER}",
        ],
    ),
    "JSON with a key twice": (
        '{"acute_crisis": "no", "acute_crisis": "yes"}',
        ["answers.yaml: acute_crisis: this key stands twice — keep one of the two"],
    ),
    "JSON with lists and objects": (
        '{"acute_crisis": {"value": "no"}, "age_years": [38], "psychosis": true}',
        [
            f"answers.yaml: acute_crisis: {NESTED}",
            f"answers.yaml: age_years: {NESTED}",
            f"answers.yaml: psychosis: {NO_BOOLEAN_IN_JSON}",
        ],
    ),
    "a list in JSON": ('[{"acute_crisis": "no"}]', [f"answers.yaml: {FLAT}"]),
    "JSON with NaN": ('{"phq9_total": NaN}', [f"answers.yaml: phq9_total: {TOTAL}"]),
    "JSON with Infinity": ('{"phq9_total": -Infinity}', [f"answers.yaml: phq9_total: {TOTAL}"]),
    "JSON with an exponent": ('{"phq9_9": 1e0}', [f"answers.yaml: phq9_9: {NUMBER}"]),
    "JSON left open": (
        '{"acute_crisis": "no",\n "psychosis": }',
        ["answers.yaml:2: this is not JSON: Expecting value — check the commas and quotes here"],
    ),
    "JSON with more behind it": (
        '{"acute_crisis": "no"} {}',
        ["answers.yaml:1: this is not JSON: Extra data — check the commas and quotes here"],
    ),
    "JSON of another encoding": (
        b'{"acute_crisis": "\xe9"}',
        ["answers.yaml: this is not UTF-8 text — save the file with the encoding UTF-8"],
    ),
    "JSON too large": (
        "{" + " " * 2_000_000 + "}",
        ["answers.yaml: the file is too large — at most 2,000,000 bytes are read"],
    ),
    "YAML too large": (
        "#" * 2_000_001,
        ["answers.yaml: the file has 2,000,001 bytes — split it: at most 2,000,000 bytes are read"],
    ),
    "JSON nested beyond reason": (
        '{"a":' * 50_000,
        ["answers.yaml: nested deeper than 40 levels — write one flat object"],
    ),
    "YAML nested beyond reason": (
        "a: " + "[" * 50_000,
        ["answers.yaml:1: nested deeper than 40 levels — write it flatter"],
    ),
    "JSON with a number of thousands of digits": (
        '{"phq9_total": ' + "9" * 5000 + "}",
        [f"answers.yaml: phq9_total: {TOTAL}"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_answer_is_refused_in_plain_words(refused, text, expected):
    assert refused(text) == expected


# Regression: Python's own limit on digits must not end the reading with a ValueError.
def test_a_number_of_thousands_of_digits_is_no_total(refused):
    assert len(refused("phq9_total: " + "9" * 5000)) == 1


# No message repeats an answer


CANARIES = {
    "a value no item offers": "suicidal_ideation: canary\n",
    "a number out of range": "phq9_9: 31337\n",
    "a long number": "phq9_total: 31337.31337\n",
    "text over several lines": "suicidal_ideation: |\n  canary\n  31337\n",
    "an item in brackets": "suicidal_ideation: [canary, 31337]\n",
    "an item in keys": "suicidal_ideation: {canary: 31337}\n",
    "an anchor": "suicidal_ideation: &canary plan\n",
    "an alias": "suicidal_ideation: *canary\n",
    "a tag": "suicidal_ideation: !canary plan\n",
    "a sentence instead of lines": "canary 31337\n",
    "a missing colon": "suicidal_ideation canary 31337\nacute_crisis: no\n",
    "a quote left open": 'suicidal_ideation: "canary 31337\nacute_crisis: no\n',
    "a bad escape": 'suicidal_ideation: "canary \\q 31337"\n',
    "two answers on a line": "suicidal_ideation: canary: 31337\n",
    "a case id with control characters": 'case_id: "canary\\x07"\n',
    "a case id too long": "case_id: " + "canary" * 40 + "\n",
    "JSON with a value no item offers": '{"suicidal_ideation": "canary"}',
    "JSON with a number out of range": '{"phq9_9": 31337, "phq9_total": 31337e5}',
    "JSON left open": '{"suicidal_ideation": "canary 31337',
    "JSON with a comma too many": '{"suicidal_ideation": "canary",}',
    "JSON with more behind it": '{"acute_crisis": "no"} canary 31337',
    "JSON with a key twice": '{"phq9_9": 31337, "phq9_9": "canary"}',
    "a key twice": "suicidal_ideation: canary\nsuicidal_ideation: 31337\n",
    "a NUL": "suicidal_ideation: canary\x0031337\n",
    "another encoding": "suicidal_ideation: canary é 31337\n".encode("latin-1"),
    # Regression: the reader of YAML must not print the number it does not read.
    "a number in another base": "phq9_total: 0x31337\n",
    "not a number": "phq9_total: .nan\n",
}


@pytest.mark.parametrize("text", CANARIES.values(), ids=CANARIES)
def test_no_message_repeats_an_answer(refused, text):
    told = "\n".join(refused(text)).casefold()
    assert "canary" not in told
    assert "31337" not in told
    assert ".nan" not in told


@given(value=st.text(alphabet="qvwxzQVWXZ0123456789#&*!|>%@`'\"{}[],:- ", min_size=4, max_size=30))
def test_no_message_repeats_any_answer_whatever_it_is(online_group, value):
    text = f"suicidal_ideation: {value}\nphq9_total: {value}\n".encode()
    try:
        read_answers(text, "answers.yaml", online_group)
    except AnswersError as error:
        longest = max(value.split(), key=len, default="")
        if len(longest) >= 6:
            assert longest not in str(error)  # noqa: PT017 - a file may also be read, when it is a comment


# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("2.50", Fraction(5, 2)),
        ("0.000001", Fraction(1, 10**6)),
        ("999999999", 999_999_999),
    ],
)
def test_a_number_is_digits_with_a_sign_and_a_point_at_most(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1\n",
        "1.",
        ".5",
        "1_000",
        "1,5",
        "1e3",
        "0x1F",
        "nan",
        "inf",
        "-",
        "--1",
        "\u0661",
        "\uff11",
        "½",
        "²",
        "1/2",
    ],
)
def test_everything_else_is_no_number(text):
    assert read_number(text) is None
