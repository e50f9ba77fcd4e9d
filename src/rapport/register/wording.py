"""Codes of this room as sentences for the person who has to mend something."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rapport.register.rules import NotRegistered
from rapport.register.sheets import Unreadable

SENTENCES = {
    "choose": _("Choose one."),
    "say": _("Write something here."),
    "day": _("Write a day."),
    "no_reason": _("Say why, in a sentence."),
    "reason_too_long": _("This is too long. Say it in at most 300 letters."),
    "name_too_long": _("This name is too long. Write at most 80 letters."),
    "no_name": _("Write the name."),
    "no_family_name": _("Write the family name."),
    "unknown_kind": _("Choose one."),
    "one_person_twice": _("This is the same record. Choose another person."),
    "already_one": _("These two records are judged to be one person already."),
    "two_establishments": _("The two are held in different establishments. Nothing can be said of both here yet."),
    "review_out_of_bounds": _("Choose a later day than today, within 180 days and the time this may be kept."),
    "ended": _("This has ended already."),
    "ends_in_the_past": _("This day is over. Choose today or a later day."),
    "no_such_cell": _("Choose a cell of this establishment."),
    "no_column_left": _("No column is left of which the register keeps something."),
}
PROTECTED_WORD = _(
    "“{word}” names what people believe, where they come from, their politics or their health. "
    "The register does not keep that. Say what was done, without it."
)


def sentence(refusal: NotRegistered) -> str:
    """What to tell the person who has to mend it."""
    if refusal.code == "protected_word":
        return str(format_lazy(PROTECTED_WORD, word=refusal.about[:40]))
    return str(SENTENCES[refusal.code])


COLUMN_WORDS = {
    "number": _("Service number"),
    "full_name": _("Whole name"),
    "family_name": _("Family name"),
    "given_names": _("Given names"),
    "family_name_cyrillic": _("Family name in Cyrillic"),
    "given_names_cyrillic": _("Given names in Cyrillic"),
    "nickname": _("Nickname"),
    "legal_status": _("Legal status"),
    "sentence_ends": _("Sentence ends"),
    "expected_release": _("Expected release"),
    "establishment": _("Establishment"),
    "wing": _("Wing"),
    "landing": _("Landing"),
    "cell": _("Cell"),
    "room": _("Room"),
}
"""What a column of a file can mean."""

OUTCOMES = {
    "new": _("new"),
    "changed": _("changed"),
    "same": _("nothing to do"),
    "bad": _("left out"),
}
"""What becomes of a row."""

UNREADABLE = {
    "too_large": _("This file is larger than 10 MB. Bring it in parts."),
    "empty": _("This file is empty."),
    "old_or_locked": _("This is an old Excel file, or one with a password. Save it as .xlsx without a password."),
    "macros": _("This file holds macros. Save it as .xlsx, without macros."),
    "swells": _("This file would grow to many times its size when opened. It is not read. Save the sheet anew."),
    "own_words": _("This file defines words of its own, as no office program does. It is not read."),
    "no_workbook": _("This is an archive, not a workbook. Bring the CSV or XLSX file itself."),
    "broken_workbook": _("This workbook is broken. Open it in an office program and save it anew."),
    "no_table": _("This is not a table of text. Save it as CSV or XLSX."),
    "other_letters": _("Its letters are written in another way. Choose “Find out”, or another one."),
    "no_header": _("No row names the columns. Write their names into the first row."),
    "no_rows": _("There is no row beneath the names of the columns."),
    "too_many_rows": _("There are more than 100,000 rows. Bring them in parts."),
    "too_many_columns": _("There are more than 60 columns. Leave only those that the register keeps."),
}

ROW_SENTENCES = {
    "no_number": _("There is no service number."),
    "not_a_simulated_number": _(
        "This is not the number of a simulated person, which begins with S and ends with a check character. "
        "Nobody real may be brought in here."
    ),
    "a_simulated_number": _("This is the number of a simulated person. Only real people are kept here."),
    "number_given_twice": _("The same number stands in a row above."),
    "number_elsewhere": _("This number cannot be entered here. Ask headquarters."),
    "nobody_of_this_number": _("Nobody of this number is in the register. Bring in the people first."),
    "other_establishment": _(
        "The register has this person in another establishment. A file does not transfer anybody."
    ),
    "unknown_establishment": _("There is no such establishment, or you do not keep its register."),
    "no_family_name": _("There is no family name."),
    "too_long": _("This is too long."),
    "number_too_long": _("The number of a place has at most 8 signs."),
    "formula": _("This begins like a formula. Put the value itself there."),
    "protected_word": _("This names what people believe, where they come from, their politics or their health."),
    "unknown_status": _("This is no legal status. Write: on remand, sentenced, or other."),
    "bad_day": _("This is no day. Write it like 2030-03-05 or 05.03.2030."),
    "no_cell": _("There is no cell."),
    "unknown_cell": _("There is no such cell. Bring in the places first."),
    "several_such_cells": _("There are several such cells. Name the wing and the landing too."),
    "no_wing": _("There is no wing."),
    "unknown_room": _("No room of this kind is known. Write: yard, workshop, canteen, education, visits …"),
}
"""What is wrong with a row."""

COLUMN_MISSING = _("No column is “{column}”. Choose it below.")
COLUMN_TWICE = _("Two columns are “{column}”. Choose one of them.")


def unreadable(refusal: Unreadable) -> str:
    """Why a file cannot be read, and what to do."""
    return str(UNREADABLE[refusal.code])


def column_missing(refusal: NotRegistered) -> str:
    """Which meaning is missing, or was given twice."""
    words = COLUMN_TWICE if refusal.code == "meaning_given_twice" else COLUMN_MISSING
    return str(format_lazy(words, column=COLUMN_WORDS[refusal.about]))
