"""Bringing in a file: what is read, what is refused, what it would do; nothing is written before it is confirmed."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rapport.access.jobs import run
from rapport.access.models import Role
from rapport.ledger.models import Entry
from rapport.register import selectors, services, sheets
from rapport.register.models import Import, ImportColumn, Person, Place, Placement
from rapport.register.sheets import Unreadable
from rapport.simulation.numbers import number_for


def table(*rows, delimiter=";", letters="utf-8"):
    """A CSV file of these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(letters)


def workbook(*rows):
    """An XLSX file of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


HEAD = ["Личный номер", "ФИО", "Прозвище", "Статус", "Конец срока", "Корпус", "Этаж", "Камера"]
ROWS = [
    [number_for(9001), "Садыров Азамат Маратович", "Чайник", "осуждён", "05.03.2031", "B", "1", "5"],
    [number_for(9002), "Асан уулу Бакыт", "", "под следствием", "", "B", "1", "6"],
    [number_for(9003), "Ким Виктор", "", "", "", "B", "1", "6"],
]


@pytest.fixture
def governor(northfield):
    return northfield.viewer(Role.GOVERNOR)


def brought(viewer, content, kind="people", mapping=None):
    """A file that somebody brought and whose columns are mapped as guessed, or as said."""
    ref = services.bring(
        viewer, next(iter(viewer.establishments)), kind=kind, file_name="list.csv", sheet=sheets.read(content)
    )
    file = selectors.import_file(viewer, ref)
    services.map_columns(viewer, ref, mapping or file.mapping)
    return ref


def taken_over(viewer, ref):
    """Confirm, and do what the job worker does."""
    services.confirm(viewer, ref)
    run.func(Import.unfiltered.get(ref=ref).pk and _job_key(ref))
    return Import.unfiltered.get(ref=ref)


def _job_key(ref):
    from rapport.access.models import Job

    return Job.unfiltered.get(ref=Import.unfiltered.get(ref=ref).job).pk


# ---- reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_is_read_however_its_office_writes_letters_and_columns(letters, delimiter):
    rows = [HEAD, *[[*row] for row in ROWS]]
    sheet = sheets.read(table(*rows, delimiter=delimiter, letters=letters))
    assert list(sheet.header) == HEAD
    assert sheet.rows[0][1] == "Садыров Азамат Маратович"
    assert sheet.first_row == 2


def test_accents_of_a_western_office_are_read_too():
    sheet = sheets.read(table(["numéro", "nom"], ["S1", "Lefèvre Jérôme"], ["S2", "Müller Jürgen"], letters="cp1252"))
    assert sheet.header == ("numéro", "nom")
    assert sheet.rows[0][1] == "Lefèvre Jérôme"


def test_a_workbook_gives_days_and_whole_numbers_as_they_are_meant_and_formulas_as_they_are_written():
    sheet = sheets.read(
        workbook(
            ["A list of March"], ["number", "release", "cell"], ["S1", date(2030, 3, 5), 12.0], ["S2", None, "=1+1"]
        )
    )
    assert sheet.rows == (("S1", "2030-03-05", "12"), ("S2", "", "=1+1"))
    assert sheet.first_row == 3


BOMB = archive({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "0" * 60_000_000})
HOSTILE = {
    "nothing": (b"", "empty"),
    "only spaces": (b"  \n ", "empty"),
    "larger than ten megabytes": (b"a;b\n" * 2_600_000, "too_large"),
    "a bomb": (BOMB, "swells"),
    "macros": (archive({"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}), "macros"),
    "an old or locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked"),
    "an archive of something else": (archive({"letter.txt": "hello"}), "no_workbook"),
    "a broken archive": (b"PK\x03\x04" + b"\xff" * 300, "broken_workbook"),
    "a workbook that is none": (archive({"xl/workbook.xml": "<workbook>"}), "broken_workbook"),
    "words of its own": (
        archive({"xl/workbook.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'}),
        "own_words",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "no_table"),
    "one word in a row": (b"hello\nworld\n", "no_header"),
    "a header alone": (b"number;name\n", "no_rows"),
    "two hundred columns": (b";".join([b"a"] * 200) + b"\n" + b";".join([b"1"] * 200), "too_many_columns"),
    "an endless quote": (b'number;name\nS1;"' + b"x" * 200_000, "no_table"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_with_its_reason_and_quickly(what):
    content, code = HOSTILE[what]
    began = time.process_time()
    with pytest.raises(Unreadable) as refusal:
        sheets.read(content)
    assert refusal.value.code == code
    assert time.process_time() - began < 3


def test_a_file_in_other_letters_than_one_says_is_refused_not_garbled():
    with pytest.raises(Unreadable) as refusal:
        sheets.read(table(HEAD, *ROWS, letters="cp1251"), letters="utf-8")
    assert refusal.value.code == "other_letters"


# ---- looking through -----------------------------------------------------------------------------------------------


def test_nothing_is_in_the_register_before_the_file_is_confirmed(northfield, governor):
    ref = brought(governor, table(HEAD, *ROWS))
    preview = selectors.import_preview(governor, ref)
    assert (preview.counts["new"], preview.counts["bad"]) == (3, 0)
    assert Person.unfiltered.count() == 3
    assert Placement.unfiltered.count() == 3
    services.drop(governor, ref)
    assert bytes(Import.unfiltered.get(ref=ref).rows) == b""


def test_people_are_admitted_named_in_both_scripts_and_placed(northfield, governor):
    file = taken_over(governor, brought(governor, table(HEAD, *ROWS)))
    assert (file.state, file.made, file.left_out, bytes(file.rows)) == ("done", 3, 0, b"")
    one = Person.unfiltered.get(number=number_for(9001))
    assert (one.family_name, one.family_name_cyrillic, one.given_names_cyrillic) == (
        "Sadyrov",
        "Садыров",
        "Азамат Маратович",
    )
    assert (one.initial, one.nickname, one.legal_status, one.sentence_ends) == (
        "A",
        "Чайник",
        "sentenced",
        date(2031, 3, 5),
    )
    assert Person.unfiltered.get(number=number_for(9002)).family_name_cyrillic == "Асан уулу"
    assert Placement.unfiltered.get(person=one, ends__isnull=True).cell.ref == northfield.places["cell-5"]
    officer = northfield.viewer(Role.OFFICER)
    assert [who.number for who in selectors.people(officer, "sadirov azamat")] == [one.number]


def test_a_file_brought_twice_changes_nothing_the_second_time(northfield, governor):
    content = table(HEAD, *ROWS)
    taken_over(governor, brought(governor, content))
    before = list(Person.unfiltered.order_by("pk").values()), Placement.unfiltered.count()
    ref = brought(governor, content)
    assert selectors.import_preview(governor, ref).counts == {"new": 0, "changed": 0, "same": 3, "bad": 0}
    taken_over(governor, ref)
    assert (list(Person.unfiltered.order_by("pk").values()), Placement.unfiltered.count()) == before


def test_a_correction_shows_what_was_and_what_will_be_and_an_empty_cell_erases_nothing(northfield, governor):
    taken_over(governor, brought(governor, table(HEAD, *ROWS)))
    row = [number_for(9001), "Садыров Азамат Талантович", "", "", "", "B", "1", "7"]
    ref = brought(governor, table(HEAD, row))
    (planned,) = selectors.import_preview(governor, ref, only="changed").rows
    assert [(one.column, one.before, one.after) for one in planned.changes] == [
        ("given_names_cyrillic", "Азамат Маратович", "Азамат Талантович"),
        ("cell", "5", "7"),
    ]
    taken_over(governor, ref)
    one = Person.unfiltered.get(number=number_for(9001))
    assert (one.nickname, one.given_names_cyrillic) == ("Чайник", "Азамат Талантович")
    assert Placement.unfiltered.filter(person=one).count() == 2


BAD_ROWS = {
    "no_number": ["", "Садыров Азамат", "", "", "", "", "", ""],
    "not_a_simulated_number": ["12345", "Садыров Азамат", "", "", "", "", "", ""],
    "no_family_name": [number_for(9010), "", "", "", "", "", "", ""],
    "protected_word": [number_for(9010), "Садыров Азамат", "Салафит", "", "", "", "", ""],
    "unknown_status": [number_for(9010), "Садыров Азамат", "", "на пенсии", "", "", "", ""],
    "bad_day": [number_for(9010), "Садыров Азамат", "", "", "31.02.2031", "", "", ""],
    "unknown_cell": [number_for(9010), "Садыров Азамат", "", "", "", "B", "1", "999"],
    "formula": [number_for(9010), "=cmd|' /C calc'!A0", "", "", "", "", "", ""],
    "too_long": [number_for(9010), "С" * 300, "", "", "", "", "", ""],
}


@pytest.mark.parametrize("code", BAD_ROWS)
def test_every_bad_row_is_explained_and_left_out_and_the_others_go_on(northfield, governor, code):
    ref = brought(governor, table(HEAD, BAD_ROWS[code], ROWS[0]))
    (bad,) = selectors.import_preview(governor, ref, only="bad").rows
    assert bad.row == 2
    assert code in [finding.code for finding in bad.findings]
    file = taken_over(governor, ref)
    assert (file.made, file.left_out) == (1, 1)


def test_a_number_that_stands_twice_counts_once(northfield, governor):
    ref = brought(governor, table(HEAD, ROWS[0], ROWS[0]))
    assert selectors.import_preview(governor, ref).counts == {"new": 1, "changed": 0, "same": 0, "bad": 1}


def test_a_number_of_another_prison_is_answered_without_saying_whose_it_is(northfield, southgate, governor):
    ref = brought(governor, table(["number", "name"], [number_for(200), "Somebody Else"]))
    (bad,) = selectors.import_preview(governor, ref).rows
    assert [one.code for one in bad.findings] == ["number_elsewhere"]
    assert "Lasko" not in bad.who


def test_a_column_that_says_what_people_believe_is_thrown_away_unread(northfield, governor):
    head = ["number", "name", "Религия", "Nationality of parents (ethnic)"]
    ref = services.bring(
        governor,
        northfield.establishment.pk,
        kind="people",
        file_name="x.csv",
        sheet=sheets.read(table(head, [number_for(9001), "Sadyrov Azamat", "zzsecret", "zzsecret"])),
    )
    file = selectors.import_file(governor, ref)
    assert "Религия" in file.refused
    assert "Религия" not in file.header
    assert "zzsecret" not in str(services.imports.Table.of(Import.unfiltered.get(ref=ref)).rows[0][:2])
    assert len(file.header) == 4 - len(file.refused)
    page = northfield.browser(Role.GOVERNOR)
    posted = SimpleUploadedFile("x.csv", table(head, [number_for(9001), "Sadyrov Azamat", "zzsecret", "zzsecret"]))
    shown = page.post(reverse("register:imports"), {"kind": "people", "file": posted}, follow=True).content.decode()
    assert "Религия" in shown
    assert "zzsecret" not in shown


def test_what_columns_mean_is_remembered_for_the_next_file_of_the_service(northfield, governor):
    head = ["Карточка", "Человек"]
    ref = brought(governor, table(head, [number_for(9001), "Садыров Азамат"]), mapping=["number", "full_name"])
    assert ImportColumn.unfiltered.count() == 2
    other = northfield.viewer(Role.GOVERNOR)
    again = services.bring(
        other,
        northfield.establishment.pk,
        kind="people",
        file_name="x.csv",
        sheet=sheets.read(table(head, [number_for(9002), "Ким Виктор"])),
    )
    assert selectors.import_file(other, again).mapping == ("number", "full_name")
    assert ref != again


def test_places_are_set_up_once_with_what_lies_around_them(northfield, governor):
    rows = [
        ["Корпус", "Этаж", "Камера", "Помещение"],
        ["C", "1", "1", ""],
        ["C", "1", "2", ""],
        ["B", "1", "1", ""],
        ["C", "", "", "Цех"],
    ]
    ref = brought(governor, table(*rows), kind="places")
    assert selectors.import_preview(governor, ref).counts == {"new": 3, "changed": 0, "same": 1, "bad": 0}
    taken_over(governor, ref)
    wing = Place.unfiltered.get(kind="wing", number="C")
    assert Place.unfiltered.filter(parent=wing).count() == 2
    assert Place.unfiltered.filter(parent__parent=wing, kind="cell").count() == 2
    ref = brought(governor, table(*rows), kind="places")
    assert selectors.import_preview(governor, ref).counts["same"] == 4


def test_people_are_moved_by_a_file_of_placements(northfield, governor):
    rows = [["number", "wing", "landing", "cell"], [number_for(100), "B", "1", "9"], [number_for(9999), "B", "1", "9"]]
    ref = brought(governor, table(*rows), kind="placements")
    assert selectors.import_preview(governor, ref).counts == {"new": 0, "changed": 1, "same": 0, "bad": 1}
    taken_over(governor, ref)
    assert selectors.person(northfield.viewer(Role.OFFICER), northfield.people[0]).cell == "9"


def test_many_rows_are_one_entry_a_slice_not_one_a_row(northfield, governor):
    rows = [[number_for(20_000 + n), f"Petrov{n} Ivan"] for n in range(300)]
    ref = brought(governor, table(["number", "name"], *rows))
    before = Entry.objects.count()
    assert taken_over(governor, ref).made == 300
    assert Entry.objects.count() - before <= 4


# ---- who, and the pages --------------------------------------------------------------------------------------------


def test_a_file_is_brought_in_on_the_pages_and_followed_to_its_end(northfield):
    governor = northfield.browser(Role.GOVERNOR)
    page = reverse("register:imports")
    file = SimpleUploadedFile("march.csv", table(HEAD, *ROWS, BAD_ROWS["bad_day"], letters="cp1251"))
    answer = governor.post(page, {"kind": "people", "file": file, "letters": ""})
    assert answer.status_code == 302
    step = answer["Location"]
    assert "cp1251" in governor.get(step).content.decode()
    mapping = {
        f"c{at}": means for at, means in enumerate(selectors.import_file(governor.viewer, step.split("/")[-2]).mapping)
    }
    assert governor.post(step, {**mapping, "c0": "", "do": "map"}).status_code == 422
    assert governor.post(step, {**mapping, "do": "map"}).status_code == 302
    shown = governor.get(step).content.decode()
    assert "31.02.2031" in shown
    assert "This is no day" in shown
    governor.post(step, {"do": "confirm"})
    assert "<progress" in governor.get(step).content.decode()
    ref = step.split("/")[-2]
    run.func(_job_key(ref))
    progress = governor.get(reverse("register:import_progress", args=[ref])).content.decode()
    assert "every 1s" not in progress
    assert Person.unfiltered.filter(number=number_for(9001)).exists()


@pytest.mark.parametrize("what", ["a bomb", "macros", "larger than ten megabytes", "a picture"])
def test_a_hostile_file_gets_a_clear_page(northfield, what):
    governor = northfield.browser(Role.GOVERNOR)
    file = SimpleUploadedFile("march.xlsx", HOSTILE[what][0])
    answer = governor.post(reverse("register:imports"), {"kind": "people", "file": file})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()


def test_only_who_keeps_a_register_brings_files_and_nobody_sees_anothers(northfield, governor):
    ref = brought(governor, table(HEAD, *ROWS))
    for role in (Role.OFFICER, Role.INTELLIGENCE, Role.ANALYST):
        assert northfield.browser(role).get(reverse("register:imports")).status_code == 404
    other = northfield.browser(Role.GOVERNOR)
    assert other.get(reverse("register:import", args=[ref])).status_code == 404
    assert other.post(reverse("register:import", args=[ref]), {"do": "confirm"}).status_code == 404
