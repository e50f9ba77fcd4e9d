"""Who answers for what the register says of people: the head of the establishment, or a simulated one's trainer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.access.algebra import holds, same_establishment, same_service
from rapport.access.keeping import Doomed, Kept
from rapport.access.roles import Role
from rapport.register.models import Placement

HEADS = frozenset({Role.GOVERNOR, Role.TRAINER})
REVIEW = same_service() & same_establishment() & (holds(Role.GOVERNOR) | holds(Role.TRAINER))


def on_the_spot(one: Any) -> tuple[set[str], set[str]]:
    """Whoever meets the people of an establishment."""
    return {
        f"role:{role}@{one.establishment.ref}" for role in ("officer", "intelligence", "governor", "trainer")
    }, set()


KEPT = [
    Kept("register.person", _("Person"), HEADS, REVIEW, url_name="register:person", readers=on_the_spot),
    Kept("register.placement", _("Placement"), HEADS, REVIEW, through="person"),
    Kept("register.othername", _("Other name"), HEADS, REVIEW, through="person"),
    Kept("register.sameperson", _("Two records of one person"), HEADS, REVIEW, through="kept"),
    Kept("register.association", _("Association"), HEADS, REVIEW),
    Kept("register.protectedrole", _("Protected role"), HEADS, REVIEW),
    Kept("register.import", _("File brought in"), HEADS, REVIEW),
]


def blocks(doomed: Doomed, _on: date) -> Iterator[str]:
    """Nobody who is still held here is erased, nor where they are held."""
    stays = doomed.keys("register.placement")
    if stays and Placement.unfiltered.filter(pk__in=stays, ends__isnull=True).exists():
        yield "still_held"
