"""Taking a speaker's corrections back: all of them or none.

Every line is looked at before anything is written. A correction that would break a page (a placeholder lost, a mark
of the page changed, an empty text) refuses the whole file, with the line and what to do.
"""

from dataclasses import dataclass
from pathlib import Path

from rapport.instance import texts_catalogue as catalogues
from rapport.instance import texts_reviews as reading
from rapport.instance import texts_wording as data
from rapport.instance.texts_entries import Entry, entries, wrong_holes
from rapport.instance.texts_sheet import Row, read_sheet
from rapport.instance.words import LOCALE


class Refused(ValueError):
    """Nothing was taken. `lines` say which rows and what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Taken:
    """What an import did: texts corrected, reviews kept, lines whose text is no longer in use."""

    corrected: int
    reviewed: int
    unused: int


def take(
    path: Path,
    language: str,
    *,
    locale: Path = LOCALE,
    source: Path = data.SOURCE,
    room: Path = reading.LANGUAGE_ROOM,
) -> Taken:
    """Take corrections and reviews from a spreadsheet. Raises `Unreadable` or `Refused`; then nothing has changed."""
    now = {entry.key: entry for entry in entries(language, locale=locale, source=source)}
    rows = read_sheet(path, language)
    known = [row for row in rows if row.key in now]
    troubles = [
        *_twice(known),
        *(f"Row {row.number}: {said}." for row in known if (said := _trouble(row, now, language))),
    ]
    if troubles:
        raise Refused(troubles)
    changed = {row.key: row.text for row in known if row.text != now[row.key].text}
    corrected = _write(changed, now, language, locale)
    after = entries(language, locale=locale, source=source)
    marks = {entry.key: entry.fingerprint for entry in after}
    signed = {
        row.key: reading.Review(row.reviewer, row.on, marks[row.key])
        for row in known
        if row.reviewer and row.on is not None
    }
    reviewed = reading.keep(language, after, signed, room=room)
    return Taken(corrected, reviewed, len(rows) - len(known))


def _twice(rows: list[Row]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        if row.key in seen:
            found.append(f"Row {row.number}: the same text stands in row {seen[row.key]} too; delete one of them.")
        seen[row.key] = row.number
    return found


def _trouble(row: Row, now: dict[str, Entry], language: str) -> str:
    entry = now[row.key]
    if row.trouble:
        return row.trouble
    if bool(row.reviewer) != (row.on is not None):
        return "a review needs both a name and a date; fill in the other cell or empty both"
    if row.text == entry.text:
        return ""
    if row.english != entry.english:
        return "the English has changed since this file was made; export again and correct that file"
    if not row.text.strip():
        return "the text is empty; write it, or copy the old one back"
    if holes := wrong_holes(entry, row.text, language):
        return f"{holes}; what the software fills in must stay as it is: copy it from the English"
    if _edges(row.text) != _edges(entry.text or entry.english):
        return "the text begins or ends with another space or line than before; take it away or put it back"
    return ""


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _write(changed: dict[str, str], now: dict[str, Entry], language: str, locale: Path) -> int:
    """Put the corrections where they belong: whole strings with all their plural forms into the catalogue."""
    strings: dict[catalogues.Key, dict[int, str]] = {}
    said: dict[data.Said, str] = {}
    for entry in now.values():
        text = changed.get(entry.key, entry.text)
        if isinstance(entry.place, data.Said):
            said[entry.place] = text
        else:
            key, number = entry.place
            strings.setdefault(key, {})[number] = text
    forms = {key: tuple(of[number] for number in sorted(of)) for key, of in strings.items()}
    catalogues.rewrite(catalogues.catalogue_file(language, folder=locale), forms)
    data.rewrite(said)
    return len(changed)
