"""Where records begin and end, and which of them are for another reader."""

from itertools import pairwise

import pytest

from screenkit.batch import structure
from screenkit.batch.structure import index

WHOLE = "1,a,0,1\n"


def seen(text, width=4):
    """Return the records that are certain, and whether one is in doubt behind them."""
    data = text.encode()
    records = index(data, ord(","), width)
    starts = records.starts.tolist()
    return [data[a:b].decode() for a, b in pairwise(starts)], records.in_doubt


@pytest.mark.parametrize(
    "record",
    [
        '1,"two\nlines",0,1\n',
        '1,"a ""word"", and\n\nmore",2,3\n',
        '"1","","0","1"\n',
        '1,"""",0,1\n',
        '1,"a\r\nb",0,1\r\n',
        '1,"a\rb",0,1\r\n',
        "1,é🙂,0,1\n",
        ",,,\n",
        '1,"' + "x" * 200 + '",0,1\n',
        '1,"x\n, y, z",0,1\n',
    ],
)
def test_a_record_that_can_be_read_in_one_way_only_is_certain(record):
    assert seen(WHOLE + record + WHOLE) == ([WHOLE, record, WHOLE], False)


@pytest.mark.parametrize(
    "record",
    [
        "\n",
        "  \n",
        "1,a,0\n",
        "1,a,0,1,\n",
        '1,a "b" c,0,1\n',
        '1,"a" b,0,1\n',
        '1,"a" ,0,1\n',
        '1,"a"\r,0,1\n',
        '1, "a",0,1\n',
        '1,"a,0,1\n2,"b",0,1\n',
        '1,"x\n,,",0,1\n',
        "1,a\0,0,1\n",
        '1,"a\0",0,1\n',
        "1,a\rb,0,1\n",
        "1,a,0,1\r\r\n",
        '1,"x\n1,2,3,4\ny",0,1\n',
        '1,"x\n"",",0,1\n',
        '1,"x\n",0,1\n',
    ],
)
def test_a_record_that_common_readers_may_read_in_another_way_is_in_doubt(record):
    assert seen(WHOLE + record + WHOLE) == ([WHOLE], True)


def test_a_record_that_is_too_long_is_in_doubt(monkeypatch):
    monkeypatch.setattr(structure, "LONGEST", 20)

    assert seen(WHOLE + f"1,{'a' * 20},0,1\n") == ([WHOLE], True)


@pytest.mark.parametrize("record", ["\n", " \n", "\r\n", " 1\n"])
def test_where_there_is_one_column_a_line_that_may_be_empty_is_in_doubt(record):
    assert seen("1\n" + record, 1) == (["1\n"], True)


@pytest.mark.parametrize(
    "rest", ["", "1,a", '1,"a\n', '1,"a"', '1,"a"\r', '1,"a""', "1,a\r", '1,"a\n1,2,3,4\n']
)
def test_what_has_not_ended_yet_is_left_for_the_next_block(rest):
    assert seen(WHOLE + rest) == ([WHOLE], False)
