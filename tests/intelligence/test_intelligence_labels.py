"""Every label that a unit can make, and every form of every protected word: refused at each door (safeguard 4)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from desk_at_northfield import Desk
from rapport.access import desks
from rapport.access.compartments import BadLabel, open_compartment
from rapport.access.viewers import Steward
from rapport.intelligence import services
from rapport.intelligence.errors import Incomplete
from rapport.register import columns
from rapport.register import services as register
from rapport.register.services import NotRegistered
from rapport.register.values import NewPlace
from rapport.search import services as search
from rapport.search.rules import NotSaved
from rapport.search.values import Search

WORDS = yaml.safe_load((Path(__file__).parents[1] / "language/protected_words.yaml").read_text(encoding="utf-8"))
STEWARD = Steward(purpose="test")


def doors(desk: Desk) -> dict[str, Callable[[str], object]]:
    """Where a label is made, and how."""
    prison, today = desk.prison, desk.daria.now().date()
    one, other = prison.people[:2]
    service, here = prison.service, prison.establishment.pk
    return {
        "compartment": lambda label: open_compartment(STEWARD, service, label),
        "shared desk": lambda label: desks.register(STEWARD, service, label, "192.0.2.17"),
        "group": lambda label: services.open_group(desk.daria, label=label, reason="Several items."),
        "requirement": lambda label: services.open_requirement(
            desk.daria, question=label, why="Two reports.", due_on=today, ends_on=today + timedelta(days=7)
        ),
        "saved search": lambda label: search.save_search(desk.daria, label, Search(words="bread")),
        "wing": lambda label: register.set_up_places(prison.trainer, here, [NewPlace("x", "wing", number=label[:20])]),
        "other name": lambda label: register.note_other_name(prison.trainer, one, kind="nickname", written=label),
        "association": lambda label: register.associate(
            prison.trainer, one, other, kind="non_association", reason=label, review_on=today + timedelta(days=30)
        ),
    }


@pytest.mark.django_db
def test_every_form_of_every_protected_word_is_refused_at_every_label(desk: Desk) -> None:
    met = doors(desk)
    let_through = []
    for language, words in WORDS.items():
        if language == "innocent":
            continue
        forms = words.split()
        assert len(set(forms)) >= 50, language
        for word in forms:
            if not columns.refused(f"{word} 2"):
                let_through.append(("import column", word))
            for door, make in met.items():
                try:
                    make(f"{word} 2")
                except (BadLabel, desks.BadName):
                    continue
                except (Incomplete, NotRegistered, NotSaved) as refusal:
                    if refusal.code in {"protected_word", "protected_name", "protected"}:
                        continue
                    let_through.append((f"{door}: {refusal.code}", word))
                else:
                    let_through.append((door, word))
    assert let_through == []


@pytest.mark.django_db
def test_the_same_doors_let_an_innocent_label_through(desk: Desk) -> None:
    for make in doors(desk).values():
        make("Bench 2")
