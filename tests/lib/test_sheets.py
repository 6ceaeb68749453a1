"""Spreadsheets that people send: what is read, and what is refused with a sentence."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from enbyforalle.lib import sheets


def xlsx(*rows, merge=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    book.close()
    file.seek(0)
    return file


def text(words, encoding="utf-8"):
    return io.BytesIO(words.encode(encoding))


def read(file):
    table = sheets.read(file)
    return table.headings, [(row.number, row.cells) for row in table.rows]


def repacked(file, extra):
    """The file with one more part, or a part written anew."""
    packed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in extra:
                new.writestr(name, old.read(name))
        for name, content in extra.items():
            new.writestr(name, content)
    packed.seek(0)
    return packed


def test_days_times_and_numbers_come_as_text():
    file = xlsx(
        ["Tittel", "Dag", "Start", "Antall", "Pris", "Ja"],
        ["Kor", date(2028, 2, 9), time(18, 0), 100.0, 49.5, True],
        # A cell of a spreadsheet knows no time zone.
        ["Kor", datetime(2028, 2, 9, 18, 30), None, 7, None, None],  # noqa: DTZ001
    )
    assert read(file) == (
        ["Tittel", "Dag", "Start", "Antall", "Pris", "Ja"],
        [
            (2, {0: "Kor", 1: "2028-02-09", 2: "18:00", 3: "100", 4: "49.5", 5: "true"}),
            (3, {0: "Kor", 1: "2028-02-09 18:30", 3: "7"}),
        ],
    )


def test_empty_rows_are_passed_over_and_numbers_are_the_files_own():
    assert read(xlsx([], ["A"], [None], ["b"]))[1] == [(4, {0: "b"})]
    assert read(text("A;B\n\n;\nb;c\n"))[1] == [(4, {0: "b", 1: "c"})]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_in_all_their_forms(separator, encoding):
    words = f'Tittel{separator}Sted\r\n"Kor på\nkai"{separator}Ærlig\r\n'
    assert read(text(words, encoding)) == (
        ["Tittel", "Sted"],
        [(2, {0: "Kor på\nkai", 1: "Ærlig"})],
    )


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(lambda: text("Tittel\nBlåbær", "latin-1"), id="another encoding"),
        pytest.param(lambda: text(""), id="empty"),
        pytest.param(lambda: text(" \n \n"), id="blank"),
        pytest.param(lambda: xlsx(), id="empty xlsx"),
        pytest.param(lambda: io.BytesIO(b"\x00\x01\x02"), id="no spreadsheet"),
        pytest.param(lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + b"x" * 99), id="old excel"),
        pytest.param(lambda: io.BytesIO(b"PK\x03\x04" + b"x" * 99), id="broken zip"),
        pytest.param(lambda: text("x" * (sheets.MOST_BYTES + 1)), id="too large"),
        pytest.param(lambda: text("A\n" + "b\n" * 501), id="too many rows"),
        pytest.param(lambda: xlsx(["A"], *[["b"]] * 501), id="too many rows in xlsx"),
        pytest.param(lambda: xlsx(["A", "B"], ["b", "c"], merge="A1:B1"), id="merged"),
        pytest.param(
            lambda: repacked(xlsx(["A"]), {"xl/bomb.xml": b"0" * (sheets.MOST_UNPACKED + 1)}),
            id="zip bomb",
        ),
        pytest.param(
            lambda: repacked(
                xlsx(["A"]),
                {"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'},
            ),
            id="entities",
        ),
        pytest.param(
            lambda: repacked(xlsx(["A"]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
            id="cut off",
        ),
        pytest.param(lambda: repacked(xlsx(["A"]), {"xl/workbook.xml": b"<x/>"}), id="not a book"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(file):
    with pytest.raises(sheets.SheetRefused) as refused:
        sheets.read(file())
    assert str(refused.value).endswith(".")


def test_just_as_much_as_one_may():
    assert len(sheets.read(xlsx(["A"], *[["b"]] * 500)).rows) == 500


def test_formulas_are_named_and_their_neighbours_read():
    for file in (xlsx(["A", "B"], ["=1+1", "c"]), text('A;B\n"=HYPERLINK(""x"")";c')):
        [row] = sheets.read(file).rows
        assert row.cells == {1: "c"}
        assert set(row.problems) == {0}


def test_a_cell_that_is_a_book_is_named():
    [row] = sheets.read(xlsx(["A"], ["x" * 10_001])).rows
    assert (row.cells, set(row.problems)) == ({}, {0})


def test_a_file_that_lies_about_its_size_is_read_whole():
    file = xlsx(["A", "B"], ["b", "c"])
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lying = sheet.replace(b'ref="A1:B2"', b'ref="A1:A1"')
    assert lying != sheet
    file.seek(0)
    assert read(repacked(file, {"xl/worksheets/sheet1.xml": lying}))[1] == [(2, {0: "b", 1: "c"})]
