"""Spreadsheets: what is written is what is read back, and nothing in it runs."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from enbyforalle.lib.tables import Sheet, separated, spreadsheet


def read(*sheets, **options):
    with spreadsheet(sheets) as file:
        return load_workbook(file, **options)


def test_days_instants_and_numbers_stay_what_they_are():
    row = [date(2027, 2, 8), datetime(2027, 2, 8, 17, tzinfo=UTC), 3, Decimal("49.5"), None, "Å"]
    page = read(Sheet("Ark", list("abcdef"), [row])).active
    assert [cell.value for cell in page[1]] == list("abcdef")
    # 17.00 in UTC is 18.00 on the wall in Oslo; an empty text is read back as nothing.
    wall = datetime(2027, 2, 8, 18)  # noqa: DTZ001 - a spreadsheet knows no zones
    assert [cell.value for cell in page[2]] == [
        datetime(2027, 2, 8),  # noqa: DTZ001 - the same
        wall,
        3,
        49.5,
        None,
        "Å",
    ]


def test_text_is_never_a_formula():
    typed = ['=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "=1+1"]
    page = read(Sheet("Ark", ["a"], [[text] for text in typed])).active
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == typed
    assert {cell.data_type for cell in cells} == {"s"}


def test_what_no_spreadsheet_takes_is_left_out():
    page = read(Sheet("[Uke]: 6/7?" * 9, ["a"], [["a\x00b"], ["x" * 40_000]])).active
    assert page.title == "Uke   6 7  Uke   6 7  Uke   6"
    assert page["A2"].value == "ab"
    assert len(page["A3"].value) == 32_767


def test_several_sheets_and_rows_that_are_made_as_they_are_written():
    book = read(Sheet("En", ["n"], ([n] for n in range(500))), Sheet("To", ["n"], []))
    assert book.sheetnames == ["En", "To"]
    assert (book["En"].max_row, book["To"].max_row) == (501, 1)


def test_separated_text_is_known_by_excel_and_runs_nothing():
    rows = [
        [datetime(2027, 2, 8, 17, tzinfo=UTC), date(2027, 2, 8), -3, None, 'Kor; "mer"'],
        ["=1+1", "+47", "-", "@SUM(A1)", " \t=1"],
        ["\uff1d1", "a=b", "", 0, "linje\nlinje"],
    ]
    content = separated(list("abcde"), rows, separator=";")
    assert content.startswith(b"\xef\xbb\xbfa;b;c;d;e\r\n")
    read_back = list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert read_back[1:] == [
        ["2027-02-08 18:00", "2027-02-08", "-3", "", 'Kor; "mer"'],
        ["'=1+1", "'+47", "'-", "'@SUM(A1)", "' \t=1"],
        ["'\uff1d1", "a=b", "", "0", "linje\nlinje"],
    ]
