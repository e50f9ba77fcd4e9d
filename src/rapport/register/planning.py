"""What bringing in a file would do, row by row: whom it admits, what it changes, and what is wrong with a row.

Looks and decides; writes nothing. The same plan is shown before it is confirmed and made again, slice by slice, when it
is carried out: what was done meanwhile counts, and a file brought in twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rapport.access.establishments import EstablishmentValue
from rapport.language.sounds import ascii_letters, is_cyrillic
from rapport.register import columns, lookup
from rapport.register.kinds import PlaceKind, kind_named
from rapport.register.models import Person, Place, Placement
from rapport.register.rules import NotRegistered, folded, require_unprotected_label
from rapport.simulation.numbers import is_simulated_number

NEW, CHANGED, SAME, BAD = "new", "changed", "same", "bad"
AT_ONCE = 800
LONGEST = {
    "number": 20,
    "family_name": 60,
    "given_names": 80,
    "family_name_cyrillic": 60,
    "given_names_cyrillic": 80,
    "nickname": 40,
}
NAMES = ("family_name", "given_names", "family_name_cyrillic", "given_names_cyrillic", "nickname")
DAYS = ("sentence_ends", "expected_release")
WAYS_TO_WRITE_A_DAY = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y")
NO_CELL_NUMBER = 8


@dataclass(frozen=True)
class Finding:
    """What is wrong with a row: a code, the column's meaning, and what stands there."""

    code: str
    column: str = ""
    about: str = ""


@dataclass(frozen=True)
class Change:
    """What a row changes: the column's meaning, what the register says and what it would say."""

    column: str
    before: str
    after: str


@dataclass
class Planned:
    """What one row does. `values` are the fields of a person that it sets; `cell` where it puts him."""

    row: int
    who: str = ""
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new: bool = False
    person: Person | None = None
    establishment_id: int = 0
    values: dict[str, object] = field(default_factory=dict)
    cell: int | None = None
    places: tuple[str, str, str, str] | None = None

    @property
    def outcome(self) -> str:
        if self.findings:
            return BAD
        return NEW if self.new else CHANGED if self.changes else SAME


@dataclass(frozen=True)
class Terms:
    """Under which terms a file is brought in: whose service, which establishments, and the numbers that people bear."""

    service_id: int
    establishment_id: int
    kept: Sequence[EstablishmentValue]
    simulated: bool
    kind: str
    mapping: Sequence[str]
    first_row: int


def plan(terms: Terms, rows: Sequence[Sequence[str]], *, start: int = 0, seen: Collection[str] = ()) -> list[Planned]:
    """What the rows from `start` do; `seen` are the service numbers that stand above them."""
    cells = [_by_meaning(terms, row) for row in rows]
    planned = [Planned(row=terms.first_row + start + at) for at in range(len(rows))]
    for one, given in zip(planned, cells, strict=True):
        _look_at_cells(one, given)
        one.establishment_id = _establishment(terms, one, given)
    if terms.kind == "places":
        _plan_places(planned, cells)
    else:
        _plan_people(terms, planned, cells, seen)
    return planned


def numbers_in(terms: Terms, rows: Iterable[Sequence[str]]) -> set[str]:
    """The service numbers that stand in these rows."""
    if "number" not in terms.mapping:
        return set()
    at = list(terms.mapping).index("number")
    return {_number(row[at]) for row in rows}


def _by_meaning(terms: Terms, row: Sequence[str]) -> dict[str, str]:
    return {means: cell for means, cell in zip(terms.mapping, row, strict=False) if means}


def _look_at_cells(one: Planned, given: Mapping[str, str]) -> None:
    """What no cell may be, whatever it means."""
    for means, cell in given.items():
        if cell[:1] in {"=", "+", "@"} or (cell[:1] == "-" and len(cell) > 1):
            one.findings.append(Finding("formula", means, cell[:40]))
        elif len(cell) > LONGEST.get(means, 120):
            one.findings.append(Finding("too_long", means, cell[:40]))


def _establishment(terms: Terms, one: Planned, given: Mapping[str, str]) -> int:
    name = given.get("establishment", "")
    if not name:
        return terms.establishment_id
    found = next((place.id for place in terms.kept if folded(place.name) == folded(name)), 0)
    if not found:
        one.findings.append(Finding("unknown_establishment", "establishment", name[:40]))
    return found


def _number(cell: str) -> str:
    return "".join(cell.split()).upper()


# ---- people and placements -----------------------------------------------------------------------------------------


def _plan_people(
    terms: Terms, planned: Sequence[Planned], cells: Sequence[Mapping[str, str]], seen: Collection[str]
) -> None:
    numbers = [_number(given.get("number", "")) for given in cells]
    known = _people(terms.service_id, numbers)
    sleeping = _sleeping(person.pk for person in known.values())
    places = _Cells({one.establishment_id for one in planned if one.establishment_id})
    kept = {place.id for place in terms.kept}
    met = set(seen)
    for one, given, number in zip(planned, cells, numbers, strict=True):
        one.who = number
        _judge_number(terms, one, number, met)
        met.add(number)
        one.person = known.get(number)
        if one.person is not None and one.person.establishment_id not in kept:
            one.findings.append(Finding("number_elsewhere", "number", number))
            one.person = None
            continue
        if one.person is not None:
            if given.get("establishment") and one.person.establishment_id != one.establishment_id:
                one.findings.append(Finding("other_establishment", "establishment", given["establishment"][:40]))
            one.establishment_id = one.person.establishment_id
        if terms.kind == "placements":
            _plan_placement(one, given)
        else:
            _plan_person(one, given, number)
        _plan_cell(one, given, places, sleeping)


def _judge_number(terms: Terms, one: Planned, number: str, met: Collection[str]) -> None:
    if not number:
        one.findings.append(Finding("no_number", "number"))
    elif is_simulated_number(number) != terms.simulated:
        code = "not_a_simulated_number" if terms.simulated else "a_simulated_number"
        one.findings.append(Finding(code, "number", number[:20]))
    elif number in met:
        one.findings.append(Finding("number_given_twice", "number", number[:20]))


def _plan_placement(one: Planned, given: Mapping[str, str]) -> None:
    if one.person is None:
        one.findings.append(Finding("nobody_of_this_number", "number", one.who[:20]))
    else:
        one.who = f"{one.who} {one.person.family_name}"
    if not given.get("cell"):
        one.findings.append(Finding("no_cell", "cell"))


def _plan_person(one: Planned, given: Mapping[str, str], number: str) -> None:
    values: dict[str, object] = dict(_names(given, known=one.person is not None))
    one.who = f"{number} {values.get('family_name') or values.get('family_name_cyrillic') or ''}".strip()
    if one.person is None and not values.get("family_name"):
        one.findings.append(Finding("no_family_name", "family_name"))
    for means, most in LONGEST.items():
        if len(str(values.get(means, ""))) > most:
            one.findings.append(Finding("too_long", means, str(values[means])[:40]))
    nickname = given.get("nickname", "")
    if nickname:
        values["nickname"] = nickname
        try:
            require_unprotected_label(nickname)
        except NotRegistered as refusal:
            one.findings.append(Finding("protected_word", "nickname", refusal.about[:40]))
    status = given.get("legal_status", "")
    if status:
        values["legal_status"] = columns.status_of(status)
        if not values["legal_status"]:
            one.findings.append(Finding("unknown_status", "legal_status", status[:40]))
    for means in DAYS:
        if given.get(means):
            values[means] = _day(given[means])
            if values[means] is None:
                one.findings.append(Finding("bad_day", means, given[means][:40]))
    one.values = values
    if one.person is None:
        one.new = True
        return
    for name, after in values.items():
        before = getattr(one.person, name)
        if before != after:
            one.changes.append(Change(name, _shown(before), _shown(after)))


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _names(given: Mapping[str, str], *, known: bool) -> dict[str, str]:
    """The names that a row gives, each in its script; a name in Cyrillic alone is written in Latin for a new record."""
    family, first = given.get("family_name", ""), given.get("given_names", "")
    if given.get("full_name"):
        family, first = _parted(given["full_name"])
    cyrillic = {
        "family_name_cyrillic": given.get("family_name_cyrillic", ""),
        "given_names_cyrillic": given.get("given_names_cyrillic", ""),
    }
    if is_cyrillic(family):
        cyrillic = {"family_name_cyrillic": family, "given_names_cyrillic": first}
        family, first = "", ""
    if not family and not known:
        family, first = (_in_latin(name) for name in cyrillic.values())
    found = {"family_name": family, "given_names": first, **cyrillic}
    return {name: value for name, value in found.items() if value}


def _parted(name: str) -> tuple[str, str]:
    """A whole name as family and given names: "Sadyrov Azamat", "Sadyrov, Azamat", "Asan uulu Bakyt"."""
    family, comma, first = name.partition(",")
    if comma:
        return family.strip(), first.strip()
    words = name.split()
    at = 2 if len(words) > 2 and lookup.is_particle(folded(words[1])) else 1
    return " ".join(words[:at]), " ".join(words[at:])


def _in_latin(name: str) -> str:
    return " ".join(ascii_letters(word).capitalize() for word in name.split())


def _day(text: str) -> date | None:
    for way in WAYS_TO_WRITE_A_DAY:
        try:
            found = datetime.strptime(text.split(" ")[0], way).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        return found if 1900 <= found.year <= 2150 else None
    return None


def _people(service_id: int, numbers: Sequence[str]) -> dict[str, Person]:
    wanted = sorted({number for number in numbers if number})
    found: dict[str, Person] = {}
    for at in range(0, len(wanted), AT_ONCE):
        some = Person.unfiltered.filter(service_id=service_id, number__in=wanted[at : at + AT_ONCE])
        found |= {person.number: person for person in some}
    return found


def _sleeping(people: Iterable[int]) -> dict[int, tuple[int, str]]:
    """By person the cell in which he sleeps now, and how it is called."""
    ids, found = list(people), {}
    for at in range(0, len(ids), AT_ONCE):
        now = Placement.unfiltered.filter(person__in=ids[at : at + AT_ONCE], ends__isnull=True)
        for person, cell, number in now.values_list("person_id", "cell_id", "cell__number"):
            found[person] = (cell, number)
    return found


# ---- where ---------------------------------------------------------------------------------------------------------


class _Cells:
    """The cells of some establishments as a file names them: by wing, landing and number, or by less if it is clear."""

    def __init__(self, establishments: Collection[int]) -> None:
        self.known: dict[tuple[int, str, str, str], list[int]] = {}
        rows = Place.unfiltered.filter(establishment_id__in=establishments, kind=PlaceKind.CELL).values_list(
            "pk", "establishment_id", "number", "parent__kind", "parent__number", "parent__parent__number"
        )
        for pk, there, number, above, outer, outermost in rows:
            wing, landing = (outermost, outer) if above == PlaceKind.LANDING else (outer, "")
            wing, landing, cell = ((text or "").casefold() for text in (wing, landing, number))
            for key in {(wing, landing, cell), (wing, "", cell), ("", landing, cell), ("", "", cell)}:
                self.known.setdefault((there, *key), []).append(pk)

    def named(self, there: int, given: Mapping[str, str]) -> list[int]:
        """The cells that this can mean."""
        wing, landing, cell = (given.get(means, "").casefold() for means in ("wing", "landing", "cell"))
        return self.known.get((there, wing, landing, cell), [])


def _plan_cell(one: Planned, given: Mapping[str, str], places: _Cells, sleeping: Mapping[int, tuple[int, str]]) -> None:
    if not given.get("cell") or not one.establishment_id:
        return
    found = places.named(one.establishment_id, given)
    if len(found) != 1:
        one.findings.append(Finding("several_such_cells" if found else "unknown_cell", "cell", given["cell"][:20]))
        return
    before = sleeping.get(one.person.pk) if one.person is not None else None
    if before is None or before[0] != found[0]:
        one.cell = found[0]
        if not one.new:
            one.changes.append(Change("cell", before[1] if before else "", given["cell"]))


def _plan_places(planned: Sequence[Planned], cells: Sequence[Mapping[str, str]]) -> None:
    """Whether a row names places that are not there yet."""
    known = known_places({one.establishment_id for one in planned if one.establishment_id})
    for one, given in zip(planned, cells, strict=True):
        wing, landing, cell, room = (given.get(means, "") for means in ("wing", "landing", "cell", "room"))
        one.who = " · ".join(part for part in (wing, landing, cell, room) if part)
        kind = kind_named(room) if room else ""
        if not (wing or room):
            one.findings.append(Finding("no_wing", "wing"))
        if landing and not wing:
            one.findings.append(Finding("no_wing", "wing"))
        if room and not kind:
            one.findings.append(Finding("unknown_room", "room", room[:40]))
        for means in ("wing", "landing", "cell"):
            if len(given.get(means, "")) > NO_CELL_NUMBER:
                one.findings.append(Finding("number_too_long", means, given[means][:40]))
            try:
                require_unprotected_label(given.get(means, ""))
            except NotRegistered as refusal:
                one.findings.append(Finding("protected_word", means, refusal.about[:40]))
        if one.findings:
            continue
        one.places = (wing, landing, cell, kind)
        wanted = paths(one.establishment_id, one.places)
        one.new = not set(wanted) <= known
        known |= set(wanted)


Path = tuple[int, tuple[tuple[str, str], ...]]
"""An establishment, and the kinds and numbers from the outermost place to this one."""


def paths(establishment_id: int, places: tuple[str, str, str, str]) -> list[Path]:
    """The places that a row names, the outer ones first."""
    wing, landing, cell, kind = places
    steps: list[tuple[str, str]] = []
    found: list[Path] = []
    for what, number in (("wing", wing), ("landing", landing), ("cell", cell)):
        if number:
            steps.append((what, number))
            found.append((establishment_id, tuple(steps)))
    if kind:
        outer = tuple(step for step in steps if step[0] != "cell")
        found.append((establishment_id, (*outer, (kind, ""))))
    return found


def known_places(establishments: Collection[int]) -> set[Path]:
    """The places that these establishments have."""
    return set(places_by_path(establishments))


def places_by_path(establishments: Collection[int]) -> dict[Path, Place]:
    """The places of these establishments by where they lie."""
    places = {one.pk: one for one in Place.unfiltered.filter(establishment_id__in=establishments)}

    def steps(one: Place) -> tuple[tuple[str, str], ...]:
        above = steps(places[one.parent_id]) if one.parent_id in places else ()
        return (*above, (one.kind, one.number))

    return {(one.establishment_id, steps(one)): one for one in places.values()}
