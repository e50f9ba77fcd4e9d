"""A file of rows as somebody's office made it: CSV or XLSX, read into plain texts, or a reason why it cannot be.

Pure. What is hostile or broken is refused before it is unpacked: archives that swell, macros, documents that define
their own words, old or locked workbooks. Formulas are never worked out: they stand as they are written and are refused
by whoever looks at the row.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl

LARGEST = 10_000_000
LARGEST_UNPACKED = 150_000_000
MOST_SWELLING = 200
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 60, 400
TITLES_ABOVE = 10
LETTERS = {"utf-8": "utf-8-sig", "cp1251": "cp1251", "cp866": "cp866", "cp1252": "cp1252"}
"""The ways in which a file may write its letters, as a reader chooses them → the codec."""

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_COMMON = frozenset("оеаинтсрвлк")
_WORKBOOK = "xl/workbook.xml"


class Unreadable(ValueError):
    """The file cannot be read. `code` says why, `about` what of it."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(f"{code}: {about}")
        self.code = code
        self.about = about


@dataclass(frozen=True)
class Sheet:
    """The rows of a file. `letters` says how a text file wrote its letters; empty for a workbook."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    letters: str


def read(content: bytes, *, letters: str = "") -> Sheet:
    """The first sheet of a file, whatever it is called. `letters` is one of `LETTERS`, or empty to find out.

    Raises `Unreadable`.
    """
    if len(content) > LARGEST:
        raise Unreadable("too_large", str(len(content)))
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(OLD_WORKBOOK):
        raise Unreadable("old_or_locked")
    if content.startswith(b"PK"):
        return _sheet(_workbook_rows(content), "")
    found, text = _decoded(content, letters)
    return _sheet(_text_rows(text), found)


def _sheet(rows: Iterable[tuple[str, ...]], letters: str) -> Sheet:
    """The first row with at least two words is the header; what stands above it is a title."""
    above = 0
    header: tuple[str, ...] | None = None
    body: list[tuple[str, ...]] = []
    for number, row in enumerate(rows, start=1):
        if header is None:
            if sum(bool(cell) for cell in row) >= 2:
                header, above = _header(row), number
            elif number > TITLES_ABOVE:
                break
            continue
        if len(body) >= MOST_ROWS:
            raise Unreadable("too_many_rows", str(MOST_ROWS))
        body.append((*row[: len(header)], *[""] * (len(header) - len(row))))
    while body and not any(body[-1]):
        body.pop()
    if header is None:
        raise Unreadable("no_header")
    if not body:
        raise Unreadable("no_rows")
    return Sheet(header, tuple(body), above + 1, letters)


def _header(row: tuple[str, ...]) -> tuple[str, ...]:
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", str(MOST_COLUMNS))
    return tuple(cell[:80] for cell in cells)


def _decoded(content: bytes, letters: str) -> tuple[str, str]:
    """How the letters are written, and the text. Raises `Unreadable` where they are written in no such way."""
    if letters:
        try:
            return letters, _whole(content.decode(LETTERS[letters]))
        except (KeyError, UnicodeDecodeError):
            raise Unreadable("other_letters", letters) from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return "utf-8", _whole(content.decode("utf-16"))
        except UnicodeDecodeError:
            raise Unreadable("other_letters", "utf-16") from None
    try:
        return "utf-8", _whole(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = _likeliest(content)
        return found, _whole(content.decode(LETTERS[found], errors="replace"))


def _whole(text: str) -> str:
    if "\x00" in text:
        raise Unreadable("no_table")
    return text


def _likeliest(content: bytes) -> str:
    """Which of the one-byte alphabets makes words of it: Cyrillic of Windows or DOS, or Latin with accents."""
    high = sum(byte >= 0x80 for byte in content)
    low = sum(0x41 <= byte <= 0x7A for byte in content)
    if high * 4 < low:
        return "cp1252"
    shares = {name: _commonness(content, name) for name in ("cp1251", "cp866")}
    return max(shares, key=lambda name: shares[name])


def _commonness(content: bytes, letters: str) -> float:
    text = content.decode(LETTERS[letters], errors="replace").lower()
    drawn = sum("─" <= letter <= "▟" for letter in text)
    return sum(letter in _COMMON for letter in text) - 2 * text.count("\N{REPLACEMENT CHARACTER}") - drawn


def _text_rows(text: str) -> Iterator[tuple[str, ...]]:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    delimiter = max(";\t,|", key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield tuple(_tidied(cell) for cell in row[: MOST_COLUMNS + 1])
    except csv.Error as error:
        raise Unreadable("no_table", str(error)[:80]) from None


def _workbook_rows(content: bytes) -> Iterator[tuple[str, ...]]:
    _require_harmless(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may claim any size
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield tuple(_written(value) for value in row)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001  a workbook can be broken in as many ways as its reader has lines
        raise Unreadable("broken_workbook", type(error).__name__) from None


def _require_harmless(content: bytes) -> None:
    """Look at the archive before anything of it is unpacked. Raises `Unreadable`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
                raise Unreadable("macros")
            if _WORKBOOK not in names:
                raise Unreadable("no_workbook")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("old_or_locked")
            unpacked = sum(part.file_size for part in parts)
            swollen = any(part.file_size > MOST_SWELLING * max(part.compress_size, 1_000) for part in parts)
            if unpacked > LARGEST_UNPACKED or swollen or len(parts) > 2_000:
                raise Unreadable("swells")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4_096).upper():
                            raise Unreadable("own_words")
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, EOFError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("broken_workbook", type(error).__name__) from None


def _written(value: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2030-03-05."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _tidied(str(value))


def _tidied(text: str) -> str:
    """Without what cannot be seen and without spaces at the ends; far longer than any cell, to be refused as such."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[: LONGEST_CELL + 1]).split())
