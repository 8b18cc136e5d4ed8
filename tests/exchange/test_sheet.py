"""Tables as people send them: read whatever their encoding and separator, or refused in words."""

import pytest

from rescue_center.exchange.case_cells import COLUMNS
from rescue_center.exchange.case_plan import read_cases
from rescue_center.exchange.sheet import NoTable
from tests.exchange.makers import ROW, csv_of, row

KHMER = row(place="ស្រុកកោះធំ", species_common_as_reported="rùa răng")


@pytest.mark.parametrize(
    "raw",
    [
        csv_of(KHMER).encode(),
        csv_of(KHMER).encode("utf-8-sig"),
        csv_of(KHMER).encode("utf-16"),
        csv_of(KHMER, separator=";").encode(),
        csv_of(KHMER, separator="\t").encode("utf-16"),
        ("sep=;\n" + csv_of(KHMER, separator=";")).encode(),
        csv_of(KHMER).replace("\r\n", "\n").encode(),
        csv_of(KHMER).replace("\r\n", "\r").encode(),
        csv_of(KHMER, columns=COLUMNS[::-1]).encode(),
        csv_of(KHMER).replace("event_id", " Event ID ").encode(),
        (csv_of(KHMER) + "\r\n,,,,\r\n\r\n").encode(),
    ],
)  # fmt: skip
def test_a_table_is_read_whatever_its_encoding_separator_and_order(raw: bytes) -> None:
    (read,) = read_cases(raw).rows
    assert read.faults == []
    assert {column: read.cells[column] for column in COLUMNS} == KHMER


def test_the_code_page_of_old_spreadsheets_is_read() -> None:
    raw = csv_of(row(place="Bogotá – El Peñón")).encode("cp1252")
    assert read_cases(raw).rows[0].cells["place"] == "Bogotá – El Peñón"


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = csv_of(row(outcome_as_reported="two\nlines"), row()).replace("\r\n", "\n")
    with_gap = text.replace("\nKH-900", "\n\nKH-900", 1)
    assert [r.number for r in read_cases(text.encode()).rows] == [2, 3]
    assert [r.number for r in read_cases(with_gap.encode()).rows] == [3, 4]
    assert [r.number for r in read_cases(b"sep=,\n" + text.encode()).rows] == [3, 4]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0", "photograph"),
        (b"\x81\x8d\x8f\x90", "not a text file"),
        (b"\xff\xfea", "not a text file"),
        (b"name,number\nturtle,3\n", "Missing: event_id, event_type"),
        (b"event_id,event_type,date\nKH-1,seizure,2016\n", "Missing: species_common_as_reported"),
        (csv_of(row()).replace("unit", "count", 1).encode(), "named twice: count"),
    ],
)
def test_what_is_no_table_is_refused_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(NoTable, match=words):
        read_cases(raw)


def test_a_refused_table_still_accounts_for_its_rows() -> None:
    with pytest.raises(NoTable) as refused:
        read_cases(b"a,b\n1,2\n3,4\n")
    assert refused.value.accounts == "rows: 2, stored: 0, already there: 0, reported: 2"


def test_a_strange_column_is_not_read_and_that_is_said() -> None:
    sheet = read_cases(csv_of(row() | {"suspect": "x"}, columns=(*COLUMNS, "suspect")).encode())
    assert sheet.notes == ["The column “suspect” is not known and was not read."]
    assert "suspect" not in str(sheet.rows[0].faults)


def test_a_column_that_is_not_needed_may_be_missing() -> None:
    few = ("event_id", "event_type", "species_common_as_reported")
    (read,) = read_cases(csv_of(row(), columns=few).encode()).rows
    assert read.cells["event_id"] == "KH-900" and read.faults == []


HEAD = ",".join(COLUMNS)
LINE = ",".join(f'"{cell}"' for cell in ROW.values())


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (LINE + ",more", "source_url", "17 cells and the header 16"),
        ("KH-900,seizure,2016", "country_iso2", "ends after 3 of 16"),
        (LINE.replace("Koh", "=1+1"), "place", "formula"),
        (LINE.replace("Koh", "@SUM"), "place", "formula"),
        (LINE.replace("Koh", "+cmd"), "place", "formula"),
        (LINE.replace("Koh", "Koh\x00"), "place", "no text"),
        (LINE.replace("Koh", "Koh\x07"), "place", "no text"),
        (LINE.replace("Koh", "K\ufffdh"), "place", "lost when the file was saved"),
    ],
)
def test_a_misshapen_row_is_reported_with_its_column(line: str, column: str, words: str) -> None:
    good = LINE.replace("KH-900", "KH-901")
    first, second = read_cases(f"{HEAD}\n{line}\n{good}\n".encode()).rows
    assert [(f.row, f.column) for f in first.faults] == [(2, column)]
    assert words in first.faults[0].reason
    assert second.faults == []


def test_a_quotation_mark_that_is_never_closed_is_one_long_cell() -> None:
    plain = LINE.replace('"', "")
    text = f'{HEAD}\n{plain[: plain.rindex(",")]},"http://x\n{plain}\n{plain}\n'
    (read,) = read_cases(text.encode()).rows
    assert "KH-900" in read.cells["source_url"]


def test_an_endless_file_is_sent_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rescue_center.exchange.sheet.MOST_ROWS", 1)
    with pytest.raises(NoTable, match="Send it in parts"):
        read_cases(csv_of(row(), row()).encode())


def test_a_table_of_too_many_columns_is_refused_at_once() -> None:
    text = csv_of(ROW)
    header, rest = text.split("\r\n", 1)
    wide = ",".join([header, *(f"column {n}" for n in range(100_000))])
    with pytest.raises(NoTable, match="more than 500 columns"):
        read_cases(f"{wide}\r\n{rest}".encode())


def test_columns_without_a_name_are_told_of_once() -> None:
    header, rest = csv_of(ROW).split("\r\n", 1)
    read = read_cases(f"{header}{',' * 20_000}\r\n{rest}".encode())
    assert read.notes == ["The column “(no name)” is not known and was not read."]
