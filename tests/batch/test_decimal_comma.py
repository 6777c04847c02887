"""With `--decimal comma`, and only then, 2,5 is two and a half."""

import pytest

HEADER = "case_id;phq9_9;des2_mean\n"


def means(ran):
    return [row["des2_mean_low"] for row in ran.results]


def test_a_decimal_comma_is_read_where_it_was_said_only(batch):
    table = HEADER + "anna;0;2,5\nben;1,0;12\ncleo;0;\n"

    assert means(batch(table, "--decimal", "comma")) == ["2.5", "12", ""]
    ran = batch(table, "--overwrite")
    assert [(r["case_id"], r["column"], r["value"]) for r in ran.rejects] == [
        ("anna", "des2_mean", "2,5"),
        ("ben", "phq9_9", "1,0"),
    ]


@pytest.mark.parametrize("value", ["2.5", "1.234,5", "1,2,3", ",5", "5,", "2,5 %"])
def test_what_is_no_number_with_a_decimal_comma_is_rejected(batch, value):
    ran = batch(f"{HEADER}anna;0;{value}\n", "--decimal", "comma")

    assert [r["value"] for r in ran.rejects] == [value]


def test_a_point_is_named_for_what_it_is(batch):
    ran = batch(HEADER + "anna;0;2.5\n", "--decimal", "comma")

    assert [(r["reason"], r["do"]) for r in ran.rejects] == [
        (
            "this number has a decimal point, and --decimal says comma",
            "write it with a comma, or leave --decimal out",
        )
    ]


def test_where_commas_part_the_cells_a_decimal_comma_stands_in_quotes(batch):
    table = HEADER.replace(";", ",") + 'anna,0,"2,5"\nben,0,2,5\n'

    ran = batch(table, "--decimal", "comma")

    assert means(ran) == ["2.5"]
    assert [(r["case_id"], r["reason"]) for r in ran.rejects] == [
        ("ben", "the row has 4 cells and the header has 3")
    ]
    note = "table.csv: commas part its cells: a number with a decimal comma stands between quotes"
    assert note in ran.err


def test_the_values_of_a_mapping_are_compared_as_numbers(batch):
    mapping = "case_id: id\nitems: {phq9_9: {column: a, values: {'2.5': 3}}}\n"

    ran = batch("id;a\nx;2,5\n", "--decimal", "comma", mapping=mapping)

    assert [row["safety"] for row in ran.results] == ["immediate"]


def test_options_that_say_nothing_about_the_table_are_wrong_usage(batch):
    assert batch(HEADER, "--sheet", "A").status == 2
    assert batch(b"", "--encoding", "cp1252", name="t.parquet").status == 2
