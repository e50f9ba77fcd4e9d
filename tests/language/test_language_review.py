"""A speaker's review: all words to a spreadsheet and back, whole or not at all.

Every test works on a copy of the language's files; the ones that ship are never written.
"""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from rapport.instance.texts_catalogue import catalogue_file
from rapport.instance.texts_collecting import SOURCE, TRANSLATED
from rapport.instance.texts_entries import Entry, entries
from rapport.instance.texts_importing import Refused, Taken, take
from rapport.instance.texts_reviews import holding, reviews
from rapport.instance.texts_sheet import Unreadable, read_sheet, write_sheet

FOLDERS = ("language", "simulation/words", "simulation/scenarios", "intelligence/schemes")
FEW = ("File the report", "Report %(ref)s", "review on <b>%(on)s</b>", "Yard", "Canteen", "%(days)d day away from work")
TEXT, REVIEWER, ON = 4, 5, 6


@dataclass(frozen=True)
class Office:
    """A copy of all that an import may write, and the spreadsheet between."""

    source: Path
    sheet: Path
    language: str = "ky"

    @property
    def locale(self) -> Path:
        return self.source / "language" / "locale"

    def entries(self) -> dict[str, Entry]:
        return {e.key: e for e in entries(self.language, locale=self.locale, source=self.source)}

    def export(self) -> None:
        listed = list(self.entries().values())
        held = holding(listed, reviews(self.language, room=self.source / "language"))
        write_sheet(self.sheet, self.language, listed, held)

    def bring_back(self) -> Taken:
        room = self.source / "language"
        return take(self.sheet, self.language, locale=self.locale, source=self.source, room=room)

    def correct(self, change: Callable[[int, list], None]) -> None:
        """Let a speaker change cells: `change(row number, cells)` for each line."""
        book = load_workbook(self.sheet)
        for number, cells in enumerate(book.worksheets[0].iter_rows(min_row=2), start=2):
            change(number, cells)
        book.save(self.sheet)

    def write(self, key: str, text: str) -> int:
        """Type a correction into the line of this key. Returns its row."""
        rows = {row.key: row.number for row in read_sheet(self.sheet, self.language)}
        self.correct(lambda number, cells: _type(cells, text) if number == rows[key] else None)
        return rows[key]

    def bytes(self) -> dict[str, bytes]:
        files = [path for path in self.source.rglob("*") if path.is_file() and path.suffix != ".mo"]
        return {path.relative_to(self.source).as_posix(): path.read_bytes() for path in files}


def _type(cells: list, text: str) -> None:
    cells[TEXT - 1].value = text
    cells[TEXT - 1].data_type = "s"


@pytest.fixture
def whole_office(tmp_path: Path) -> Office:
    """All texts that ship."""
    for folder in FOLDERS:
        shutil.copytree(SOURCE / folder, tmp_path / "source" / folder, ignore=shutil.ignore_patterns("*.mo", "*.py*"))
    return Office(tmp_path / "source", tmp_path / "ky.xlsx")


@pytest.fixture
def office(whole_office: Office) -> Office:
    """A few texts of each kind: quick to carry to and fro."""
    for file in whole_office.source.rglob("*.yaml"):
        if file.name not in {"places.yaml", "acts.yaml", "reviewed.yaml"}:
            file.unlink()
    for language in TRANSLATED:
        catalogue = catalogue_file(language, folder=whole_office.locale)
        header, *blocks = catalogue.read_text(encoding="utf-8").split("\n\n")
        few = [block for block in blocks if any(f'msgid "{english}"' in block for english in FEW)]
        catalogue.write_text("\n\n".join([header, *few]), encoding="utf-8")
    return whole_office


def key_of(office: Office, english: str) -> str:
    return next(e.key for e in office.entries().values() if e.english == english)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_file_that_comes_back_unchanged_changes_no_byte(whole_office: Office, language: str):
    office = Office(whole_office.source, whole_office.sheet, language)
    before = office.bytes()
    office.export()
    assert office.bring_back() == Taken(corrected=0, reviewed=0, unused=0)
    assert office.bytes() == before


def test_the_spreadsheet_holds_the_pages_and_the_simulated_prison(whole_office: Office):
    office = whole_office
    office.export()
    rows = {row.key: row.text for row in read_sheet(office.sheet, "ky")}
    assert rows[key_of(office, "File the report")] == "Баяндаманы тапшыруу"
    assert rows["simulation/words/acts.yaml:acts/sits_down_beside/wordings/0"].startswith("{a} {b:gen}")
    assert len(rows) > 1000


def test_a_correction_to_a_page_changes_one_line_of_the_catalogue(office: Office):
    office.export()
    before = catalogue_file("ky", folder=office.locale).read_text(encoding="utf-8").splitlines()
    office.write(key_of(office, "File the report"), "Баяндаманы берүү")
    assert office.bring_back().corrected == 1
    after = catalogue_file("ky", folder=office.locale).read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [('msgstr "Баяндаманы тапшыруу"', 'msgstr "Баяндаманы берүү"')]


def test_a_correction_to_the_simulated_prison_changes_one_line_of_its_words(office: Office):
    key = "simulation/words/places.yaml:kinds/yard/title"
    file = office.source / "simulation" / "words" / "places.yaml"
    office.export()
    before = file.read_text(encoding="utf-8").splitlines()
    office.write(key, 'Короо "сейил"')
    office.bring_back()
    after = file.read_text(encoding="utf-8").splitlines()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    assert 'ky: "Короо \\"сейил\\""' in file.read_text(encoding="utf-8")
    assert office.entries()[key].text == 'Короо "сейил"'


def test_a_correction_to_one_of_several_plural_forms_keeps_the_others(office: Office):
    office = Office(office.source, office.sheet, "ru")
    office.export()
    english = "%(days)d day away from work | %(days)d days away from work"
    first, few, many = (e for e in office.entries().values() if e.english == english)
    office.write(few.key, "%(days)d дня не на работе")
    office.bring_back()
    now = office.entries()
    assert [now[e.key].text for e in (first, few, many)] == [first.text, "%(days)d дня не на работе", many.text]


@pytest.mark.parametrize(
    ("english", "text", "said"),
    [
        ("Report %(ref)s", "Баяндама", "%(ref)s is missing"),
        ("Report %(ref)s", "%(ref)s баяндамасы %(name)s", "%(name)s was not there before"),
        ("Report %(ref)s", "%(ref)d баяндамасы", "%(ref)s is missing"),
        ("review on <b>%(on)s</b>", "кайра кароо %(on)s", "</b> is missing"),
        ("Yard", "<script>alert(1)</script>", "<script> was not there before"),
        ("Yard", "", "the text is empty"),
        ("Yard", "Короо\n", "begins or ends with another space"),
    ],
)
def test_a_correction_that_would_break_a_page_is_refused_with_its_row(office: Office, english, text, said):
    office.export()
    row = office.write(key_of(office, english), text)
    office.write(key_of(office, "Canteen"), "Ашкана жайы")  # a good one beside it is not taken either
    before = office.bytes()
    with pytest.raises(Refused) as refusal:
        office.bring_back()
    assert f"Row {row}: " in str(refusal.value)
    assert said in str(refusal.value)
    assert office.bytes() == before


def test_a_name_may_ask_for_another_case_of_the_language_and_no_other(office: Office):
    key = "simulation/words/acts.yaml:acts/sits_down_beside/wordings/0"
    office.export()
    office.write(key, "{a} {b:dat} келип отурат.")
    assert office.bring_back().corrected == 1
    office.write(key, "{a} {b:ins} келип отурат.")
    with pytest.raises(Refused, match="asks for no case of this language"):
        office.bring_back()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(office: Office, text):
    listed = [Entry("page:x", "pages", text, text, (("", "x"), 0))]
    write_sheet(office.sheet, "ky", listed, {})
    cell = load_workbook(office.sheet).worksheets[0].cell(row=2, column=TEXT)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert "<f>" not in zipfile.ZipFile(office.sheet).read("xl/worksheets/sheet1.xml").decode()
    assert read_sheet(office.sheet, "ky")[0].text == text


def test_a_formula_that_comes_back_is_refused(office: Office):
    office.export()

    def compute(number: int, cells: list) -> None:
        if number == 9:
            cells[TEXT - 1].value = "=1+1"

    office.correct(compute)
    with pytest.raises(Refused, match="Row 9: a cell holds a formula"):
        office.bring_back()


def test_a_text_whose_english_has_changed_since_is_refused(office: Office):
    office.export()
    key = "simulation/words/places.yaml:kinds/yard/title"
    row = office.write(key, "Сейилдөө жайы")
    file = office.source / "simulation" / "words" / "places.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('{en: "Yard", ru: "Прогулочный двор"', '{en: "Big yard", ru: "Прогулочный двор"', 1))
    with pytest.raises(Refused, match=f"Row {row}: the English has changed"):
        office.bring_back()


def test_who_reviewed_a_text_and_when_is_kept_and_comes_out_again(office: Office):
    office.export()
    key = key_of(office, "File the report")
    row = next(row.number for row in read_sheet(office.sheet, "ky") if row.key == key)

    def sign(number: int, cells: list) -> None:
        if number == row:
            cells[REVIEWER - 1].value, cells[ON - 1].value = "A. Speaker, translation office", "31.01.2027"

    office.correct(sign)
    assert office.bring_back().reviewed == 1
    office.export()
    signed = [line for line in read_sheet(office.sheet, "ky") if line.reviewer]
    assert [(s.key, s.reviewer, s.on) for s in signed] == [(key, "A. Speaker, translation office", date(2027, 1, 31))]


def test_a_review_needs_a_name_and_a_day(office: Office):
    office.export()
    office.correct(lambda number, cells: setattr(cells[REVIEWER - 1], "value", "A. Speaker" if number == 4 else None))
    with pytest.raises(Refused, match="Row 4: a review needs both a name and a date"):
        office.bring_back()


def sign_all(number: int, cells: list) -> None:
    cells[REVIEWER - 1].value, cells[ON - 1].value = "A. Speaker", "2027-01-31"


def test_a_language_counts_as_reviewed_when_every_text_is_and_no_longer_when_one_changes(office: Office):
    listed = office.source / "language" / "reviewed.yaml"
    office.export()
    office.correct(sign_all)
    office.bring_back()
    said = yaml.safe_load(listed.read_text(encoding="utf-8"))
    assert said == {"source": "en", "reviewed": {"ky": {"by": "A. Speaker", "on": date(2027, 1, 31)}}}
    assert listed.read_text(encoding="utf-8").startswith("# Which languages'")

    office.correct(lambda _number, cells: [setattr(cells[place - 1], "value", None) for place in (REVIEWER, ON)])
    office.write(key_of(office, "Yard"), "Короо")
    office.bring_back()
    assert yaml.safe_load(listed.read_text(encoding="utf-8"))["reviewed"] == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_that_counts_as_reviewed_has_every_text_reviewed(language: str):
    reviewed = yaml.safe_load((SOURCE / "language" / "reviewed.yaml").read_text(encoding="utf-8"))["reviewed"]
    listed = entries(language)
    if language in reviewed:
        assert len(holding(listed, reviews(language))) == len(listed)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_spreadsheet_says_what_to_do(office: Office, content: bytes):
    office.sheet.write_bytes(content)
    with pytest.raises(Unreadable, match=r"Save it as \.xlsx"):
        office.bring_back()


def test_a_file_of_another_language_is_refused(office: Office):
    Office(office.source, office.sheet, "fr").export()
    with pytest.raises(Unreadable, match="Text \\(ky\\)"):
        office.bring_back()


def test_a_packed_file_that_would_fill_the_machine_is_not_opened(office: Office):
    with zipfile.ZipFile(office.sheet, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 70_000_000)
    with pytest.raises(Unreadable, match="far larger"):
        office.bring_back()
