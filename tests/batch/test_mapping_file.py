import pytest

from screenkit.content.mapping import load_mapping, read_mapping
from screenkit.content.missing import looks_missing
from screenkit.errors import ContentError
from screenkit.models.mapping import MappedItem, TableMapping
from screenkit.models.questionnaire import Item, Numbers


def problems(text, content):
    with pytest.raises(ContentError) as raised:
        read_mapping(text.encode(), "map.yaml", content)
    return [str(problem) for problem in raised.value.problems]


def test_a_mapping_is_read_whole(online_group):
    text = """
        case_id: SEQN
        items:
          phq9_1: DPQ010
          phq9_10: {column: DPQ100, values: {"7": declined, "1": 0}}
          phq9_total: " total "
        values: {"7": declined, "9.0": dont_know, "NA": not_asked}
        constants: {group_kind: process, age_years: 30, suicidal_ideation: declined}
    """

    assert read_mapping(text.encode(), "map.yaml", online_group) == TableMapping(
        case_id="SEQN",
        items={
            "phq9_1": MappedItem(column="DPQ010"),
            "phq9_10": MappedItem(column="DPQ100", values={"7": "declined", "1": "0"}),
            "phq9_total": MappedItem(column="total"),
        },
        values={"7": "declined", "9.0": "dont_know", "NA": "not_asked"},
        constants={"group_kind": "process", "age_years": "30", "suicidal_ideation": "declined"},
    )


def test_every_problem_of_a_mapping_is_told_at_once(online_group):
    text = """\
items:
  phq9_01: A
  case_id: B
  phq9_1: {column: C, values: {"a": 7, "b": not_applicable, "7": declined, "7.0": dont_know}}
  sex_at_birth_of_cat: D
  callback_number: {column: E, values: {"Y": yess}}
values: {"": declined, "x": maybe, "J": "yes", "n": 2}
constants: {group_kind: proces, phq9_total: 28, phq9_1: 0, callback: "yes"}
"""

    assert problems(text, online_group) == [
        "map.yaml:2: items.phq9_01: no item or score 'phq9_01' — did you mean 'phq9_1'?",
        (
            "map.yaml:3: items.case_id: no item or score 'case_id' — "
            "write 'case_id: COLUMN' at the top of the file, not here"
        ),
        (
            "map.yaml:5: items.sex_at_birth_of_cat: no item or score 'sex_at_birth_of_cat' — "
            "'screenkit questionnaires list' shows what there is"
        ),
        (
            "map.yaml:8: constants.callback: no item or score 'callback' — "
            "'screenkit questionnaires list' shows what there is"
        ),
        "map.yaml:8: constants.phq9_1: 'phq9_1' also has a column — keep the column or the constant",
        "map.yaml:7: values.: an empty cell is not asked, and stands for nothing else — take this line away",
        (
            "map.yaml:7: values.x: 'maybe' is no value here — "
            "write a value of the item, or declined, dont_know or not_asked"
        ),
        (
            "map.yaml:4: items.phq9_1.values.7.0: '7.0' and '7' are one value, and stand for two — "
            "keep one of the two"
        ),
        (
            "map.yaml:4: items.phq9_1.values.a: '7' is no value here — "
            "write a value of the item, or declined, dont_know or not_asked"
        ),
        (
            "map.yaml:4: items.phq9_1.values.b: 'not_applicable' is no value here — "
            "'not_applicable' is only ever worked out; write not_asked"
        ),
        "map.yaml:6: items.callback_number.values.Y: 'yess' is no value here — did you mean 'yes'?",
        "map.yaml:8: constants.group_kind: this is none of the item's values — did you mean 'process'?",
        (
            "map.yaml:8: constants.phq9_total: this is no total the score can have — "
            "write a whole number from 0 to 27"
        ),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "map.yaml: the file maps nothing — write 'items:' and below it 'item: column' lines"),
        ("- a", "map.yaml: the file maps nothing — write 'items:' and below it 'item: column' lines"),
        ("case_id: ID", "map.yaml:1: items: 'items' is missing — add it"),
        ("items: {}", "map.yaml:1: items: this holds too few entries — write at least 1"),
        (
            "items: {phq9_1: 5}",
            (
                "map.yaml:1: items.phq9_1: this is neither the name of a column nor 'column' with 'values' — "
                "change it so that this holds"
            ),
        ),
        (
            "items: {phq9_1: {col: A}}",
            "map.yaml:1: items.phq9_1.column: 'column' is missing — add it",
        ),
        (
            "items: {phq9_1: A}\nvalues: {7: declined}",
            "map.yaml:2: values: the key '7' is not text — write it in quotes",
        ),
        (
            "items: {phq9_1: A}\nvalues: {J: true}",
            (
                "map.yaml:2: values.J: this must be text — "
                "write words; put numbers and yes/true in quotes if text is meant"
            ),
        ),
        ("item: {phq9_1: A}", "map.yaml:1: items: 'items' is missing — add it"),
    ],
)
def test_a_malformed_mapping_is_refused_in_plain_words(text, told, online_group):
    assert told in problems(text, online_group)


SAY_NOTHING = "write not_asked, declined or dont_know"


@pytest.mark.parametrize(
    "key",
    "NA N/A n/a n.a. #N/A null NULL missing unknown Unknown refused Refused skipped unsure not_asked "  # noqa: SIM905
    "not-known declined dont_know . - -- – ? .a 7 8 9 9.0 77 88 99 777 888 999 -1 -7 -8 -9 -99 "  # noqa: RUF001
    "no|answer None|of|the|above don't|know prefer|not|to|say".split(),
)
def test_a_code_for_no_answer_becomes_no_answer_about_safety(key, online_group):
    key = key.replace("|", " ")
    text = f"""items:
  suicidal_ideation: {{column: SI, values: {{"1": plan, "2": none, "{key}": none}}}}"""

    assert problems(text, online_group) == [
        (
            f"map.yaml:2: items.suicidal_ideation.values.{key}: '{key}' looks like a code for no answer, "
            f"and would become 'none' for suicidal_ideation — {SAY_NOTHING}"
        )
    ]


def test_a_code_for_no_answer_is_refused_for_every_column_in_which_it_counts(online_group):
    text = """\
items:
  asq_1: A1
  asq_2: {column: A2, values: {"9.0": dont_know}}
  phq9_9: {column: P9, values: {"7": "0", "8": "yes"}}
  gad7_1: {column: G1, values: {"9": 0}}
  callback_number: C
values: {"1": "yes", "2": "no", "9": "no", "NA": "no"}
"""

    assert problems(text, online_group) == [
        (
            "map.yaml:4: items.phq9_9.values.8: 'yes' is no value here — "
            "write a value of the item, or declined, dont_know or not_asked"
        ),
        (
            "map.yaml:7: values.9: '9' looks like a code for no answer, "
            f"and would become 'no' for asq_1, callback_number — {SAY_NOTHING}"
        ),
        (
            "map.yaml:7: values.NA: 'NA' looks like a code for no answer, "
            f"and would become 'no' for asq_1, asq_2, callback_number — {SAY_NOTHING}"
        ),
        (
            "map.yaml:4: items.phq9_9.values.7: '7' looks like a code for no answer, "
            f"and would become '0' for phq9_9 — {SAY_NOTHING}"
        ),
    ]


@pytest.mark.parametrize(
    "items",
    [
        'phq9_9: {column: A, values: {"7": declined, "9": dont_know, "NA": not_asked, "-1": not_asked}}',
        'phq9_9: {column: A, values: {"0": 3, "1": 2, "2": 1, "3": 0}}',  # numbers the item offers itself
        'suicidal_ideation: {column: A, values: {"None": none, "Plan": plan, "0": none, "4": plan}}',
        'suicidal_ideation: {column: A, values: {"denied": none, "nil": none}}',
        'consent_capacity: {column: A, values: {"Unsure": unsure, "UNSURE ": unsure}}',
        'suicide_attempt_lifetime: {column: A, values: {"none": "no", "one": "yes", "+": "yes"}}',
        'safety_plan: {column: A, values: {"Not needed": not_needed, "да": "yes"}}',
        'gad7_1: {column: A, values: {"7": 0, "NA": 0}}',  # no question about safety
        'des2_1: {column: A, values: {"7": 10, "9": 10, "77": 80}}',
    ],
)
def test_values_that_are_answers_and_codes_that_stay_without_one_are_taken(items, online_group):
    assert read_mapping(f"items:\n  {items}".encode(), "map.yaml", online_group).items


def test_a_number_the_item_offers_is_no_code_for_no_answer():
    item = Item(id="q", text="Q", help="H", number=Numbers(lowest=-1, highest=99), safety=True)

    assert [looks_missing(item, key) for key in ("-1", "9", "99", "99.0")] == [False] * 4
    assert [looks_missing(item, key) for key in ("-2", "999", "NA")] == [True] * 3


PERSON_BY_PERSON = "person by person, not for a whole table — map a column, or leave it out"


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("suicidal_ideation", "none", "a question about safety is answered"),  # a gate
        ("suicidal_ideation", "plan", "a question about safety is answered"),
        ("suicide_safety_assessment_done", "yes", "a question about safety is answered"),
        (
            "suicide_assessment_conclusion",
            "group_may_proceed_with_plan",
            "a question about safety is answered",
        ),
        ("consent_capacity", "yes", "a question about safety is answered"),
        ("phq9_9", "0", "a question about safety is answered"),
        ("exploits_or_attacks", "no", "a question about safety is answered"),  # asked in contact only
        ("borderline", "none", "a clinician's judgement is made"),
        ("online_consent_signed", "yes", "a clinician's judgement is made"),
    ],
)
def test_no_constant_answers_for_everybody_what_is_asked_of_each(name, value, what, online_group):
    text = f'items: {{age_years: AGE}}\nconstants: {{{name}: "{value}"}}'

    assert problems(text, online_group) == [f"map.yaml:2: constants.{name}: {what} {PERSON_BY_PERSON}"]


@pytest.mark.parametrize("silence", ["declined", "dont_know", "not_asked"])
def test_a_constant_silence_is_taken_since_it_holds(silence, online_group):
    text = f"items: {{age_years: AGE}}\nconstants: {{suicidal_ideation: {silence}, psychosis: {silence}}}"

    constants = read_mapping(text.encode(), "map.yaml", online_group).constants
    assert constants == {"suicidal_ideation": silence, "psychosis": silence}


def test_what_is_the_same_for_a_whole_group_or_clinic_may_be_a_constant(online_group):
    constants = {
        "group_kind": "skills",
        "group_focus": "grief",
        "platform_compliant_with_baa": "yes",
        "leader_trained_online": "no",
        "requested_modality": "online_video",
    }
    lines = "".join(f'  {name}: "{value}"\n' for name, value in constants.items())

    mapping = read_mapping(f"items: {{age_years: AGE}}\nconstants:\n{lines}".encode(), "m", online_group)

    assert mapping.constants == constants


def test_a_fault_of_shape_hides_nothing_else_in_a_mapping(online_group):
    text = """\
case: ID
items:
  phq9_01: A
  phq9_1: {colum: B, values: {"1": 0, "1.0": 2, "x": [a]}}
  suicidal_ideation: {column: C, values: {"NA": none}}
  asq_1: [a]
values: {7: declined, "7.0": dont_know}
constants: {group_kind: proces, psychosis: none, age_years: 1.5}
"""

    assert problems(text, online_group) == [
        "map.yaml:7: values: the key '7' is not text — write it in quotes",
        "map.yaml:4: items.phq9_1.column: 'column' is missing — add it",
        (
            "map.yaml:4: items.phq9_1.values.x: this must be text — "
            "write words; put numbers and yes/true in quotes if text is meant"
        ),
        "map.yaml:4: items.phq9_1.colum: there is no key 'colum' here — did you mean 'column'?",
        (
            "map.yaml:6: items.asq_1: this is neither the name of a column nor 'column' with 'values' — "
            "change it so that this holds"
        ),
        (
            "map.yaml:8: constants.age_years: this must be text — "
            "write words; put numbers and yes/true in quotes if text is meant"
        ),
        "map.yaml:1: case: there is no key 'case' here — did you mean 'case_id'?",
        "map.yaml:3: items.phq9_01: no item or score 'phq9_01' — did you mean 'phq9_1'?",
        "map.yaml:7: values.7.0: '7.0' and '7' are one value, and stand for two — keep one of the two",
        (
            "map.yaml:4: items.phq9_1.values.1.0: '1.0' and '1' are one value, and stand for two — "
            "keep one of the two"
        ),
        (
            "map.yaml:5: items.suicidal_ideation.values.NA: 'NA' looks like a code for no answer, "
            f"and would become 'none' for suicidal_ideation — {SAY_NOTHING}"
        ),
        "map.yaml:8: constants.group_kind: this is none of the item's values — did you mean 'process'?",
        f"map.yaml:8: constants.psychosis: a question about safety is answered {PERSON_BY_PERSON}",
    ]


def test_a_mapping_without_items_is_looked_at_all_the_same(online_group):
    assert problems("constants: {phq9_9: 0, phq_9: 0}", online_group) == [
        "map.yaml:1: items: 'items' is missing — add it",
        "map.yaml:1: constants.phq_9: no item or score 'phq_9' — did you mean 'phq9_9'?",
        f"map.yaml:1: constants.phq9_9: a question about safety is answered {PERSON_BY_PERSON}",
    ]


def test_a_mapping_that_is_not_there_is_named(tmp_path, online_group):
    with pytest.raises(ContentError, match="cannot be read"):
        load_mapping(tmp_path / "none.yaml", online_group)
    with pytest.raises(ContentError, match="this is a folder"):
        load_mapping(tmp_path, online_group)
