"""How much of what a text means is suggested, and how much of what is suggested was meant, in each language.

Whom, which place and which group or event, over `mentions_known.yaml`. The table stands in `docs/performance.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from django.db import connection

from desk_at_northfield import posted
from rapport.access.models import Role
from rapport.intelligence import selectors
from rapport.intelligence.selectors.collation import labels_in
from rapport.intelligence.values import Label
from rapport.register import services as register
from rapport.register.mentions import people_in, places_in
from rapport.register.values import NewPerson, NewPlace
from rapport.simulation.numbers import number_for
from small_prison import build, open_simulated_service

KNOWN: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("mentions_known.yaml").read_text(encoding="utf-8"))
TABLE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
LEAST_NAMES, LEAST, LEAST_PRECISION = 0.95, 0.9, 0.9


class Measured(NamedTuple):
    """How much there was, and what was missed or was too much."""

    texts: int
    names: float
    recall: float
    precision: float
    odd: list[str]


@pytest.fixture
def suggested(db: None) -> Any:
    """What is suggested for a text at a desk of twenty people: their codes, places, labels."""
    if connection.vendor != "sqlite":
        pytest.skip("what a text means no database decides: measured once")
    prison = build(open_simulated_service(), "Northfield", serial=100)
    places = {f"cell-{n}": prison.places[f"cell-{n}"] for n in range(4, 11)}
    more = [NewPlace(key=f"cell-{n}", kind="cell", number=str(n), within="landing-2") for n in range(11, 22)]
    wing = NewPlace(key="landing-2", kind="landing", number="2", within="wing-c")
    places |= register.set_up_places(
        prison.trainer, prison.establishment.pk, [NewPlace(key="wing-c", kind="wing", number="C"), wing, *more]
    )
    known = dict(zip(("lasko", "orlov", "omurov"), prison.people, strict=True))
    rest = [code for code in KNOWN["people"] if code not in known]
    refs = register.admit(
        prison.trainer,
        prison.establishment.pk,
        [
            _somebody(number, *KNOWN["people"][code], cell=places[f"cell-{number}"])
            for number, code in enumerate(rest, start=4)
        ],
    )
    codes = {ref: code for code, ref in (known | dict(zip(rest, refs, strict=True))).items()}
    daria = posted("Daria", Role.INTELLIGENCE, service=prison.service, establishment=prison.establishment)
    labels = [Label(kind, code, label, "", None) for code, (kind, label) in KNOWN["labels"].items()]
    assert selectors.labels(daria) == []

    def of(text: str) -> set[str]:
        return {
            *(codes[person.ref] for one in people_in(daria, text) for person in one.people),
            *(str(place.label) for one in places_in(daria, text) for place in one.places),
            *(one.label.ref for one in labels_in(text, labels)),
        }

    return of


def _somebody(
    number: int, family: str, given: str, cyrillic: str, called: str, nickname: str, *, cell: str
) -> NewPerson:
    return NewPerson(
        number_for(300 + number),
        family,
        given[0],
        cyrillic,
        called[0],
        nickname=nickname,
        given_names=given,
        given_names_cyrillic=called,
        cell=cell,
    )


def measured(suggested: Any, language: str) -> Measured:
    """Over all pairs of a text and what it means."""
    right = wanted = given = names = named = 0
    odd = []
    for kind, text, *means in KNOWN["texts"][language]:
        meant = {one for some in means for one in some}
        found = suggested(text)
        right, wanted, given = right + len(found & meant), wanted + len(meant), given + len(found)
        if kind == "n":
            names, named = names + len(found & meant), named + len(meant)
        odd += [f"{text} missed {one}" for one in sorted(meant - found)]
        odd += [f"{text} also {one}" for one in sorted(found - meant)]
    return Measured(len(KNOWN["texts"][language]), names / named, right / wanted, right / given, odd)


def test_nearly_all_that_is_meant_is_suggested_and_hardly_anything_else(suggested: Any) -> None:
    table = TABLE.read_text(encoding="utf-8")
    found = {language: measured(suggested, language) for language in KNOWN["texts"]}
    rows = {
        language: f"| {language} | {one.texts} | {one.names:.2f} | {one.recall:.2f} | {one.precision:.2f} |"
        for language, one in found.items()
    }
    for language, one in found.items():
        assert one.names >= LEAST_NAMES, (language, one.odd)
        assert one.recall >= LEAST, (language, one.odd)
        assert one.precision >= LEAST_PRECISION, (language, one.odd)
    assert [row for row in rows.values() if row not in table] == [], rows


def test_every_answer_of_the_set_is_somebody_or_something_that_is_there() -> None:
    codes = {*KNOWN["people"], *KNOWN["labels"], *(f"Cell {n}" for n in range(1, 22)), "Workshop 2", "Landing 1"}
    for language, texts in KNOWN["texts"].items():
        assert all(one in codes for _kind, _text, *means in texts for some in means for one in some), language
        assert len(texts) >= (12 if language == "mixed" else 40), language
