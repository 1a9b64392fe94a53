"""Bytes to rows: delimiters, encodings, and files that are no diary at all."""

import re

import pytest

from tracker.domain.errors import BadInput
from tracker.exchange import table

WANTED = ("date", "axial")


def rows(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return table.read(text, WANTED).rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_apart(delimiter: str) -> None:
    found = table.read(f"date{delimiter}axial\n2021-03-25{delimiter}3\n", WANTED)
    assert found.header == ("date", "axial")
    assert found.rows == ((2, ("2021-03-25", "3")),)
    assert found.delimiter == delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_quoted_names_and_values_are_read_whatever_the_delimiter(delimiter: str) -> None:
    text = '"date";"axial"\n"2021-03-25";"3"\n'.replace(";", delimiter)
    assert rows(text) == ((2, ("2021-03-25", "3")),)


def test_a_cell_full_of_commas_does_not_mislead_the_delimiter() -> None:
    found = table.read("date;axial;note\n2021-03-25;3;a, b, c, d, e\n", WANTED)
    assert found.rows == ((2, ("2021-03-25", "3", "a, b, c, d, e")),)


def test_header_names_are_trimmed() -> None:
    assert table.read("date , axial\n2021-03-25,3\n", WANTED).header == ("date", "axial")


def test_lines_with_nothing_on_them_are_no_rows() -> None:
    assert rows("\ndate,axial\n\n2021-03-25,3\n   \n\n") == ((4, ("2021-03-25", "3")),)


def test_a_row_of_blank_cells_is_a_row() -> None:
    assert rows("date,axial\n,\n") == ((2, ("", "")),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_hold_for_every_line_ending_and_for_breaks_inside_quotes(end: str) -> None:
    text = end.join(["date,axial,note", f'2021-03-25,3,"two{end}lines"', "2021-03-26,4,", ""])
    assert [line for line, _ in rows(text)] == [2, 4]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_and_without_a_mark(mark: bytes) -> None:
    assert table.decode(mark + "date,größe".encode()) == "date,größe"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_another_encoding_is_read_where_it_is_named(encoding: str) -> None:
    text = "date,axial,größe\n"
    assert table.decode(text.encode(encoding), encoding) == text


def test_of_a_file_in_latin_1_the_byte_and_its_line_are_named() -> None:
    with pytest.raises(BadInput, match=r"byte 0xfc on line 3.*--encoding"):
        table.decode(b"date,note\n2021-03-25,ok\n2021-03-26,f\xfcnf\n")


def test_a_file_in_utf_16_is_named_as_such() -> None:
    with pytest.raises(BadInput, match=r"UTF-16.*--encoding utf-16"):
        table.decode("date,axial\n".encode("utf-16"))


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex", "zip"])
def test_an_encoding_that_is_none_is_named(encoding: str) -> None:
    with pytest.raises(BadInput, match=f"encoding '{encoding}' is not a known text encoding"):
        table.decode(b"date,axial\n", encoding)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty|header"),
        (b"date,axial\n", "a header and no rows"),
        (b"PK\x03\x04 and so on", "a spreadsheet or zip file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "an old spreadsheet"),
        (b"date,axial\n2021-\0\0", "zero byte on line 2"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not in UTF-8"),
        (b'date,axial\n2021-03-25,"3\n2021-03-26,4\n', "line 2 on.*quotation mark"),
        (b'date,axial\n2021-03-25,"3"4\n', "line 2 on.*quotation mark"),
        (b"date," + b"a" * table.LINE_LIMIT + b"\n", "characters on line 1, above the limit"),
        (b"x" * (table.SIZE_LIMIT + 1), "has 20 MB, above the limit of 20 MB"),
        (b"date,axial\n" + b"2021-03-25,3\n" * (table.ROW_LIMIT + 1), "more than 50,000 rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_diary_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        table.read(table.decode(data), WANTED)
    words = str(refused.value)
    assert re.search(said, words)
    assert "\n" not in words
    assert len(words) < 300
