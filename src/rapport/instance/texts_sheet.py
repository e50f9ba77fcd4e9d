"""All words of a language as a spreadsheet for a speaker, and back.

Every cell is written as text: a text that begins with = + - or @ stays a text and is never computed. What comes back
may come from anywhere, so that the file's size is looked at before it is opened.
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from rapport.instance.texts_entries import Entry
from rapport.instance.texts_reviews import Review

COMPUTED = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"A": 14, "B": 14, "C": 60, "D": 60, "E": 20, "F": 12}
MOST_BYTES = 60_000_000
MOST_ROWS = 20_000


class Unreadable(ValueError):
    """The file is not a spreadsheet of these texts. The message says what to do."""


@dataclass(frozen=True)
class Row:
    """One line as it came back. `trouble` says what is wrong with the line itself."""

    number: int
    key: str
    english: str
    text: str
    reviewer: str
    on: date | None
    trouble: str = ""


def heads(language: str) -> list[str]:
    """The first line: what stands in each column."""
    return ["Key", "Where", "English", f"Text ({language})", "Reviewer", "Reviewed on"]


def write_sheet(path: Path, language: str, entries: Iterable[Entry], reviewed: Mapping[str, Review]) -> None:
    """One line for each text; a speaker corrects column D and signs in E and F."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = f"Rapport {language}"
    sheet.freeze_panes = "A2"
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for column, head in enumerate(heads(language), start=1):
        cell = _write(sheet, 1, column, head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6E3")
    for number, entry in enumerate(entries, start=2):
        review = reviewed.get(entry.key)
        signed = [review.by, review.on.isoformat()] if review else ["", ""]
        for column, text in enumerate([entry.key, entry.part, entry.english, entry.text, *signed], start=1):
            _write(sheet, number, column, text)
    book.save(path)


def _write(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row=row, column=column)
    cell.value = text or None
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(COMPUTED)
    return cell


def read_sheet(path: Path, language: str) -> list[Row]:
    """The lines of a spreadsheet. Raises `Unreadable` if it is none, too large, or of another language."""
    _look_at_size(path)
    try:
        book = load_workbook(path, read_only=True, keep_links=False)
        lines = list(book.worksheets[0].iter_rows(max_col=len(WIDTHS), max_row=MOST_ROWS + 1))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise Unreadable("This is not a spreadsheet in the XLSX format. Save it as .xlsx and try again.") from error
    if not lines or [_text(cell.value) for cell in lines[0]] != heads(language):
        raise Unreadable(
            f"The first line must read: {' · '.join(heads(language))}. Export again and correct that file."
        )
    if len(lines) > MOST_ROWS:
        raise Unreadable(f"More than {MOST_ROWS} lines. Export again and correct that file.")
    rows = [_row(number, cells) for number, cells in enumerate(lines[1:], start=2)]
    return [row for row in rows if row.key or row.text]


def _look_at_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("This is not a spreadsheet in the XLSX format. Save it as .xlsx and try again.") from error
    if size > MOST_BYTES:
        raise Unreadable("This file is far larger than all texts together. Export again and correct that file.")


def _row(number: int, cells: Iterable[Any]) -> Row:
    listed = list(cells)
    values = [cell.value for cell in listed] + [None] * (len(WIDTHS) - len(listed))
    trouble = ""
    if any(getattr(cell, "data_type", "") == "f" for cell in listed):
        trouble = "a cell holds a formula; type the text itself"
    on, wrong_date = _date(values[5])
    key, english, text, reviewer = (_text(values[place]) for place in (0, 2, 3, 4))
    return Row(number, key, english, text, reviewer.strip(), on, trouble or wrong_date)


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").replace("_x000D_", "")


def _date(value: Any) -> tuple[date | None, str]:
    if isinstance(value, datetime):
        return value.date(), ""
    if isinstance(value, date):
        return value, ""
    said = _text(value).strip()
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(said, form).date(), ""  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None, "the date is no day; write it as 2027-01-31" if said else ""
