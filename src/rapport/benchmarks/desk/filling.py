"""Filling the database: establishments, places, staff, people, and years of reports, through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from rapport.access import services as access
from rapport.access.links import sign_in_link
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.benchmarks.desk.size import Size
from rapport.benchmarks.desk.texts import Writer
from rapport.register import selectors as register
from rapport.register import services as keeping
from rapport.register.values import NewPerson, NewPlace
from rapport.reporting.services.bulk import Paper, file_many
from rapport.search import services as search
from rapport.simulation.numbers import number_for

NOW = datetime(2030, 3, 5, 6, 0, tzinfo=UTC)
YEARS = timedelta(days=4 * 365)
AT_ONCE = 2_000
WAITING = 60
"""Reports that wait at each desk."""

CELLS, WORKSHOPS = 24, 3
FAMILIES = (
    ("Lasko", "Ласко"),
    ("Orlov", "Орлов"),
    ("Ömürov", "Өмүров"),
    ("Turdubaev", "Турдубаев"),
    ("Asanov", "Асанов"),
    ("Petrenko", "Петренко"),
    ("Sadykov", "Садыков"),
    ("Abdyldaev", "Абдылдаев"),
    ("Ivanov", "Иванов"),
    ("Kim", "Ким"),
    ("Weber", "Вебер"),
    ("Osmonov", "Осмонов"),
    ("Tarasov", "Тарасов"),
    ("Mamytov", "Мамытов"),
    ("Bekov", "Беков"),
    ("Zhuk", "Жук"),
    ("Sokolov", "Соколов"),
    ("Toktogulov", "Токтогулов"),
    ("Rybin", "Рыбин"),
    ("Nurlanov", "Нурланов"),
    ("Gusev", "Гусев"),
    ("Alimov", "Алимов"),
    ("Dronov", "Дронов"),
    ("Eshimov", "Эшимов"),
)
ENDINGS = (
    ("", ""),
    ("ich", "ич"),
    ("chenko", "ченко"),
    ("skiy", "ский"),
    ("enko", "енко"),
    ("lin", "лин"),
    ("shin", "шин"),
)
GIVEN = (("Viktor", "Виктор"), ("Bakyt", "Бакыт"), ("Timur", "Тимур"), ("Artyom", "Артём"), ("Nurlan", "Нурлан"))


@dataclass(frozen=True)
class Seat:
    """Somebody who works at the desk: a viewer, and the way to sign in."""

    viewer: Viewer
    link: str


@dataclass(frozen=True)
class Filled:
    """What was filled in, as far as measuring needs it."""

    seats: dict[str, list[Seat]]
    people: list[str]
    places: list[str]
    reports: list[str]
    sample: list[str]
    """Some of the texts, to ask for their words."""


def names(count: int, seed: int) -> list[tuple[str, str]]:
    """Invented family names in two scripts."""
    draw = Random(seed)
    made = []
    for _ in range(count):
        family, ending = draw.choice(FAMILIES), draw.choice(ENDINGS)
        stem = (family[0].removesuffix("ov").removesuffix("ev"), family[1].removesuffix("ов").removesuffix("ев"))
        made.append(family if not ending[0] else (stem[0] + ending[0], stem[1] + ending[1]))
    return made


def fill(size: Size) -> Filled:
    """Everything, in the order in which a service would grow."""
    steward = Steward(purpose="measuring")
    service = access.open_service(steward, "Measured service", clock_now=NOW)
    written = names(2_000, seed=1)
    seats: dict[str, list[Seat]] = {role: [] for role in ("officer", "intelligence", "analyst", "governor", "far")}
    people: list[str] = []
    places: list[str] = []
    papers: list[list[Paper]] = []
    sample: list[str] = []

    def sit(role: str, where: object, shelf: str) -> None:
        staff = access.enrol(steward, f"{role} {len(seats[shelf])}", language="en")
        posting = access.post(steward, staff, role, service=service, establishment=where, by_link=True)  # type: ignore[arg-type]
        seats[shelf].append(Seat(viewer_for(posting), sign_in_link(posting)))

    for number in range(size.establishments):
        establishment = access.open_establishment(steward, service, f"Establishment {number}")
        trainer = access.enrol(steward, f"Trainer {number}")
        posting = access.post(steward, trainer, Role.TRAINER, service=service, establishment=establishment)
        keeper = viewer_for(posting)
        mine = _places(keeper, establishment.pk)
        places += mine.values()
        for nth in range(size.staff // size.establishments):
            role = "intelligence" if nth % 8 == 0 else "governor" if nth % 25 == 1 else "officer"
            sit(role, establishment, role)
        held = _people(keeper, establishment.pk, number, size.people // size.establishments, written, mine)
        people += held
        authors = [one.viewer for one in seats["officer"] if one.viewer.establishment_id == establishment.pk]
        papers.append(_papers(keeper, size.reports // size.establishments, authors, held, mine, written, number))
        sample += [one.seen for one in papers[-1][:40]]
    for _ in range(3):
        sit("intelligence", None, "far")
        sit("analyst", None, "analyst")
    chief = access.post(steward, access.enrol(steward, "Chief trainer"), Role.TRAINER, service=service)
    reports: list[str] = []
    together = sorted((one for some in papers for one in some), key=lambda one: one.at)
    for at in range(0, len(together), AT_ONCE):
        reports = file_many(viewer_for(chief), together[at : at + AT_ONCE])
    search.optimise()
    return Filled(seats, people, places, reports, sample)


def _places(keeper: Viewer, establishment: int) -> dict[str, str]:
    cells = [NewPlace(key=f"cell-{n}", kind="cell", number=str(n), within="landing") for n in range(1, CELLS + 1)]
    shops = [NewPlace(key=f"shop-{n}", kind="workshop", number=str(n), within="wing") for n in range(1, WORKSHOPS + 1)]
    wing = NewPlace(key="wing", kind="wing", number="B")
    landing = NewPlace(key="landing", kind="landing", number="1", within="wing")
    return dict(keeping.set_up_places(keeper, establishment, [wing, landing, *cells, *shops]))


def _people(
    keeper: Viewer, establishment: int, nth: int, count: int, written: list[tuple[str, str]], places: dict[str, str]
) -> list[str]:
    draw = Random(100 + nth)
    cells = [ref for key, ref in places.items() if key.startswith("cell")]
    refs: list[str] = []
    for start in range(0, count, AT_ONCE):
        new = []
        for serial in range(start, min(start + AT_ONCE, count)):
            family, given = draw.choice(written), draw.choice(GIVEN)
            number = number_for(nth * count + serial + 1)
            new.append(NewPerson(number, family[0], given[0][0], family[1], given[1][0], cell=draw.choice(cells)))
        refs += keeping.admit(keeper, establishment, new)
    return refs


def _papers(
    keeper: Viewer,
    count: int,
    authors: list[Viewer],
    people: list[str],
    places: dict[str, str],
    written: list[tuple[str, str]],
    nth: int,
) -> list[Paper]:
    writer, draw = Writer(nth, written), Random(nth)
    keys = list(register.keys_of(keeper, people).values())
    where = [one.id for one in register.places(keeper) if one.ref in set(places.values()) and one.kind != "wing"]
    made = []
    for number in range(count):
        author = draw.choice(authors)
        at = NOW - YEARS * (1 - (number + 1) / (count + 1))
        told = writer.text() if number % 4 == 0 else ""
        named = tuple(sorted(set(draw.choices(keys, k=draw.choice((0, 1, 1, 2))))))
        done = number < count - WAITING
        made.append(
            Paper(
                author.staff_id,
                author.posting_id,
                author.establishment_id or 0,
                draw.choice(where),
                writer.text(),
                told,
                "",
                named,
                at,
                done,
            )
        )
    return made
