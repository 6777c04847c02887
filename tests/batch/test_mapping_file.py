import pytest

from screenkit.content.mapping import load_mapping, read_mapping
from screenkit.errors import ContentError
from screenkit.models.mapping import MappedItem, TableMapping


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


def test_a_mapping_that_is_not_there_is_named(tmp_path, online_group):
    with pytest.raises(ContentError, match="cannot be read"):
        load_mapping(tmp_path / "none.yaml", online_group)
    with pytest.raises(ContentError, match="this is a folder"):
        load_mapping(tmp_path, online_group)
