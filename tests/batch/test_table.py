import io

import pytest

from screenkit.batch.stream import LONGEST
from screenkit.batch.table import Row, Table, TornLine
from screenkit.errors import TableError


def table(text, **options):
    data = text.encode() if isinstance(text, str) else text
    return Table(io.BytesIO(data), "t.csv", **options)


def seen(text, *, answers=(2, 3), **options):
    """Return each piece of a table as (line, record, cells, kinds of fault), with `torn` for a torn line."""

    def reads_as_row(cells):
        return all(cells[n] in {"0", "1", "2", "3"} for n in answers)

    found = []
    for piece in table(text, **options).rows(reads_as_row):
        match piece:
            case Row(line, number, cells, faults):
                found.append((line, number, cells, [fault.kind for fault in faults]))
            case TornLine(line, number, cells, fault):
                found.append((line, number, cells, f"torn: {fault.kind}"))
    return found


def refusal(text, **options):
    with pytest.raises(TableError) as raised:
        list(table(text, **options).rows(lambda _: False))
    return [str(problem) for problem in raised.value.problems]


HEADER = "id,note,a,b\n"


def test_each_record_knows_its_first_physical_line_and_its_number():
    text = HEADER + '1,"two\nlines",0,1\r\n2,"a ""word"", and\n\nmore",2,3\n3,,,\n'

    assert seen(text) == [
        (2, 1, ("1", "two\nlines", "0", "1"), []),
        (4, 2, ("2", 'a "word", and\n\nmore', "2", "3"), []),
        (7, 3, ("3", "", "", ""), []),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n\n"])
def test_marks_and_line_ends_change_nothing(end, mark, last):
    text = ("id,note,a,b\n1,x,0,1\n2,y,2,3" + last).replace("\n", end)

    read = table(mark + text.encode())

    assert read.header == ("id", "note", "a", "b")
    assert [(row.line, row.cells) for row in read.rows(bool)] == [
        (2, ("1", "x", "0", "1")),
        (3, ("2", "y", "2", "3")),
    ]


def test_a_bare_quote_inside_an_unquoted_cell_is_text():
    assert seen(HEADER + '1,he said "ok" then,0,1\n') == [(2, 1, ("1", 'he said "ok" then', "0", "1"), [])]


@pytest.mark.parametrize(
    ("row", "cells", "kinds"),
    [
        ("1,x,0", ("1", "x", "0"), ["too few cells"]),
        ("1,x,0,1,2", ("1", "x", "0", "1", "2"), ["too many cells"]),
        ("1,x,0,1,", ("1", "x", "0", "1", ""), ["too many cells"]),
        ('1,"x" y,0,1', ("1", "x y", "0", "1"), ["text after a closing quote"]),
        ('1,"he said "no" twice",0,1', ("1", 'he said no" twice"', "0", "1"), ["text after a closing quote"]),
        ("1,x\0,0,1", ("1", "x\0", "0", "1"), ["NUL byte"]),
        ("1,x\ry,0,1", ("1", "x\ry", "0", "1"), ["carriage return"]),
        ("", (), ["empty line"]),
        ("   ", (), ["empty line"]),
    ],
)
def test_a_damaged_row_is_named_on_its_line_and_costs_no_other(row, cells, kinds):
    text = HEADER + '1,"two\nlines",0,1\n' + row + "\n9,z,3,3\n"

    assert seen(text) == [
        (2, 1, ("1", "two\nlines", "0", "1"), []),
        (4, 2, cells, kinds),
        (5, 3, ("9", "z", "3", "3"), []),
    ]


def test_spaces_after_a_closing_quote_are_no_text():
    assert seen(HEADER + '1,"x"  ,0,"1" \n') == [(2, 1, ("1", "x", "0", "1"), [])]


@pytest.mark.parametrize(
    "following",
    [
        "2,y,1,1\n3,z,2,2\n",
        '2,"y",1,1\n3,z,2,2\n',
        '2,"two\nlines",1,1\n3,z,2,2\n',
        '2,"",1,1\n3,"z",2,2\n',
        '2,", y",1,1\n3,z,2,2\n',
        '2,y,1,1\n3,"a, b",2,2\n',
        '2,y,1,"1"\n3,z,2,2\n',
        '2,y,1,1\n3,z,2,"2"\n',
    ],
)
def test_an_unclosed_quote_costs_its_own_row_only(following):
    torn = seen(HEADER + '1,"open,0,3\n' + following)

    assert torn[0] == (2, 1, ("1", '"open', "0", "3"), "torn: unclosed quote")
    assert torn[1:] == [
        (line + 1, number + 1, cells, kinds) for line, number, cells, kinds in seen(HEADER + following)
    ]


def test_an_open_quote_that_happens_to_close_elsewhere_swallows_nobody():
    # the quotes of lines 2 and 4 make one cell of everything between them, and the cells come out even
    text = HEADER + '1,"open,0,3\n2,y,1,1\n3,z",2,2\n'

    assert seen(text) == [
        (2, 1, ("1", '"open', "0", "3"), "torn: unclosed quote"),
        (3, 2, ("2", "y", "1", "1"), []),
        (4, 3, ("3", 'z"', "2", "2"), []),
    ]


def test_a_row_of_several_lines_with_too_many_cells_is_one_row():
    text = HEADER + '1,"note a\nnote b",0,3,9\n2,y,1,1\n'

    assert seen(text) == [
        (2, 1, ("1", "note a\nnote b", "0", "3", "9"), ["too many cells"]),
        (4, 2, ("2", "y", "1", "1"), []),
    ]


def test_text_after_the_closing_quote_of_a_cell_of_several_lines_is_one_fault():
    text = HEADER + '1,"note a\nnote b" x,0,3\n2,y,1,1\n'

    assert seen(text) == [
        (2, 1, ("1", "note a\nnote b x", "0", "3"), ["text after a closing quote"]),
        (4, 2, ("2", "y", "1", "1"), []),
    ]


def test_where_no_later_line_is_certain_to_be_a_row_everything_is_refused_at_once():
    text = HEADER + '1,x,0,1\n2,"open,0,3\n3,y,1\n4,z\n'

    pieces = list(table(text).rows(bool))

    assert [(piece.line, piece.number) for piece in pieces] == [(2, 1), (3, 2), (4, 2), (5, 2)]
    assert [piece.last for piece in pieces[1:]] == [False, False, True]


def test_lines_between_an_open_quote_and_the_next_certain_row_share_one_record():
    text = HEADER + '1,"open,0,3\nmore of the note\nand more,0\n2,y,1,1\n'

    assert [(line, number) for line, number, _, _ in seen(text)] == [(2, 1), (3, 1), (4, 1), (5, 2)]


def test_a_giant_cell_is_one_rejected_row():
    giant = "x" * (LONGEST + 5)

    plain = seen(f"{HEADER}1,{giant},0,1\n2,y,1,1\n")
    quoted = seen(f'{HEADER}1,"{giant}",0,1\n2,y,1,1\n')

    assert [(line, number, kinds) for line, number, _, kinds in plain] == [
        (2, 1, ["row too long"]),
        (3, 2, []),
    ]
    assert [(line, number, kinds) for line, number, _, kinds in quoted] == [
        (2, 1, "torn: unclosed quote"),
        (3, 2, []),
    ]


def test_empty_lines_count_as_rows_but_not_at_the_end():
    text = "\n\n" + HEADER + "1,x,0,1\n\n  \n2,y,1,1\n\n\n"

    assert [(line, number, kinds) for line, number, _, kinds in seen(text)] == [
        (4, 1, []),
        (5, 2, ["empty line"]),
        (6, 3, ["empty line"]),
        (7, 4, []),
    ]


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", None), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_the_delimiter_is_read_off_the_header_and_said(delimiter, name):
    text = '"a, b; c",d,e\n"1",2,3\n'.replace(",d", f"{delimiter}d").replace(",e", f"{delimiter}e")
    text = text.replace(",2,3", f"{delimiter}2{delimiter}3")

    read = table(text)

    assert read.header == ("a, b; c", "d", "e")
    assert read.notes == ((f"t.csv: read with a {name} between cells",) if name else ())
    assert [row.cells for row in read.rows(bool)] == [("1", "2", "3")]


def test_a_tsv_file_has_tabs_whatever_its_header_looks_like():
    read = table("a,b\tc\n1\t2\n", tabs=True)

    assert (read.header, read.notes) == (("a,b", "c"), ())


def test_the_line_by_which_a_spreadsheet_names_its_delimiter_is_followed():
    read = table("sep=;\r\na;b,c\r\n1;2\r\n")

    assert read.header == ("a", "b,c")
    assert [(row.line, row.cells) for row in read.rows(bool)] == [(3, ("1", "2"))]
    assert refusal("sep=^\na^b\n") == [
        (
            "t.csv: its first line names a delimiter that is not read here — "
            "save it with commas, semicolons, tabs or bars"
        )
    ]


def test_everything_wrong_with_a_header_is_told_at_once():
    assert refusal("a,,b,a, \nx,y,z,1,2\n") == [
        "t.csv:1: column 2 has no name — name it, or delete it and its cells",
        "t.csv:1: column 5 has no name — name it, or delete it and its cells",
        "t.csv:1: 2 columns are named 'a' (1, 4) — give each a name of its own",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "t.csv: the table is empty — its first row names the columns"),
        (b"\n \n", "t.csv: the table is empty — its first row names the columns"),
        (b"sep=,\n", "t.csv:2: the table has no header — its first row names the columns"),
        (b'a,"b\n1,2\n', "t.csv:1: the quotes of the header are not closed — close them"),
        (
            b"a\0,b\n1,2\n",
            (
                "t.csv:1: the name of column 1 holds a NUL byte or a carriage return — "
                "save the table anew as UTF-8 text"
            ),
        ),
    ],
)
def test_a_table_without_a_usable_header_is_refused(data, message):
    assert refusal(data) == [message]


def kind_of(data):
    (message,) = refusal(data)
    assert message.endswith("— save it as 'CSV UTF-8' and name that file")
    return message.removeprefix("t.csv: ").partition(",")[0]


def test_what_is_no_plain_text_is_refused_by_name():
    text = "id,note\n1,x\n"

    assert kind_of(text.encode("utf-16")) == "this is UTF-16 text"
    assert kind_of(text.encode("utf-16-le")) == "this is UTF-16 text"
    assert kind_of(text.encode("utf-16-be")) == "this is UTF-16 text"
    assert kind_of(text.encode("utf-32")) == "this is UTF-32 text"
    assert kind_of(text.replace("\n", "\r").encode()) == "its lines end with a carriage return alone"


def test_a_workbook_or_parquet_file_under_another_name_is_said():
    assert refusal(b"PK\x03\x04....") == [
        (
            "t.csv: this is an Excel workbook or another zip file, and was to be read as CSV — "
            "if it is a workbook, end its name with .xlsx"
        )
    ]
    assert refusal(b"PAR1....") == [
        "t.csv: this is a Parquet file, and was to be read as CSV — end its name with .parquet"
    ]


def test_the_character_of_an_undecodable_byte_is_counted_over_blocks():
    line = "µ" * 300_000

    assert refusal(f"{HEADER}1,{line}".encode() + b"\xff")[0].startswith(f"t.csv:2:{len(line) + 3}: ")


def test_bytes_that_are_not_utf_8_are_shown_with_their_line_and_nothing_around_them():
    assert refusal(HEADER.encode() + b'1,"two\nlines",0,1\n2,Zo\xeb secret,0,1\n') == [
        (
            r"t.csv:4:5: the bytes \xeb are no UTF-8 text — "
            "name its encoding, such as --encoding cp1252 for Excel on Windows, or save it as UTF-8"
        )
    ]


def test_a_named_encoding_is_used_and_never_guessed_around():
    assert seen(HEADER.encode() + "1,Zoë,0,1\n".encode("cp1252"), encoding="cp1252") == [
        (2, 1, ("1", "Zoë", "0", "1"), [])
    ]
    assert refusal(HEADER.encode() + b"1,\x81,0,1\n", encoding="cp1252") == [
        r"t.csv:2:3: the bytes \x81 are no cp1252 text — name the encoding the table was saved with"
    ]
    assert refusal(b"\xef\xbb\xbfid,a\n1,2\n", encoding="cp1252") == [
        "t.csv: its byte-order mark says UTF-8, and --encoding says cp1252 — leave --encoding out"
    ]


def test_characters_split_between_two_reads_are_read_whole():
    rows = "".join(f"{n},µé漢,0,1\n" for n in range(40_000))

    assert {cells[1] for _, _, cells, _ in seen(HEADER + rows)} == {"µé漢"}
