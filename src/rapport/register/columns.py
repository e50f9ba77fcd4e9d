"""What the columns of a file may mean, and what a column of this label probably means. Pure.

A label that names what people believe, where they come from, their politics or their health is refused with all that
stands beneath it (safeguard 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapport.language import protected
from rapport.register.rules import folded

PEOPLE = (
    "number",
    "full_name",
    "family_name",
    "given_names",
    "family_name_cyrillic",
    "given_names_cyrillic",
    "nickname",
    "legal_status",
    "sentence_ends",
    "expected_release",
)
WHERE = ("establishment", "wing", "landing", "cell")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": (*WHERE, "room"),
    "people": (*PEOPLE, *WHERE),
    "placements": ("number", *WHERE),
}
"""What a column can mean, by what the file is about."""

NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "places": (("wing", "room"),),
    "people": (("number",), ("full_name", "family_name")),
    "placements": (("number",), ("cell",)),
}
"""Of each group one column at least."""

LABELS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "number",
        "service number",
        "no",
        "номер",
        "личный номер",
        "табельный номер",
        "өздүк номер",
        "numéro",
        "matricule",
        "numero d ecrou",
        "id",
    ),
    "full_name": (
        "name",
        "full name",
        "фио",
        "ф и о",
        "фамилия имя отчество",
        "аты жөнү",
        "толук аты",
        "nom complet",
        "nom et prénom",
    ),
    "family_name": ("family name", "surname", "last name", "фамилия", "фамилиясы", "nom", "nom de famille"),
    "given_names": ("given names", "first name", "given name", "имя", "имя отчество", "аты", "prénom", "prénoms"),
    "family_name_cyrillic": ("family name in cyrillic", "фамилия кириллицей", "nom en cyrillique"),
    "given_names_cyrillic": ("given names in cyrillic", "имя кириллицей", "prénoms en cyrillique"),
    "nickname": ("nickname", "known as", "прозвище", "кличка", "лакабы", "surnom"),
    "legal_status": ("legal status", "status", "статус", "правовое положение", "абалы", "statut", "situation pénale"),
    "sentence_ends": ("sentence ends", "end of sentence", "конец срока", "мөөнөтү бүтөт", "fin de peine"),
    "expected_release": (
        "expected release",
        "release",
        "release date",
        "дата освобождения",
        "ожидаемое освобождение",
        "бошотуу",
        "libération prévue",
        "libération",
    ),
    "establishment": (
        "establishment",
        "prison",
        "colony",
        "учреждение",
        "колония",
        "мекеме",
        "établissement",
        "prison",
    ),
    "wing": ("wing", "block", "building", "корпус", "блок", "отряд", "aile", "bâtiment"),
    "landing": ("landing", "floor", "этаж", "кабат", "étage"),
    "cell": ("cell", "cell number", "камера", "номер камеры", "cellule"),
    "room": ("room", "place", "помещение", "бөлмө", "local", "salle"),
}
"""Under which labels offices write it, in four languages."""

STATUSES: Mapping[str, tuple[str, ...]] = {
    "remand": (
        "remand",
        "on remand",
        "под следствием",
        "следственно арестованный",
        "сизо",
        "тергөөдө",
        "prévenu",
        "détention provisoire",
    ),
    "sentenced": ("sentenced", "convicted", "осуждён", "осуждённый", "осужден", "осужденный", "соттолгон", "condamné"),
    "other": ("other", "held on another ground", "иное", "другое", "башка", "autre"),
}


def guessed(label: str, kind: str) -> str:
    """What a column of this label probably means in a file of this kind; empty where nobody knows."""
    plain = _plain(label)
    return next((means for means in COLUMNS[kind] if plain in {_plain(one) for one in LABELS[means]}), "")


def refused(label: str) -> str:
    """The protected word in a column's label; empty where it bears none."""
    return next((mention.word for mention in protected.found(label)), "")


def missing(kind: str, mapped: Sequence[str]) -> list[tuple[str, ...]]:
    """The groups of which no column is mapped."""
    return [group for group in NEEDED[kind] if not set(group) & set(mapped)]


@lru_cache(maxsize=256)
def status_of(text: str) -> str:
    """The legal status that somebody wrote; empty for one that nobody knows."""
    plain = _plain(text)
    return next((code for code, words in STATUSES.items() if plain in {_plain(word) for word in words}), "")


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded(text)).split())
