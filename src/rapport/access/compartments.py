"""Compartments opened and closed, and the law named for each purpose of a prison service.

Who may: a trainer over a simulated service, an administrator over their own, a steward at the command line.
Source: Directive (EU) 2016/680, articles 4(1)(b), 8 and 29(2)(e); safeguard 4 for the labels.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, transaction

from rapport.access import policy
from rapport.access.models import Compartment, LegalBasis, Posting, PrisonService
from rapport.access.purposes import PURPOSES
from rapport.access.viewers import Steward, Viewer
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record

Who = Viewer | Steward
LONGEST_LABEL, LONGEST_LAW = 60, 200


class BadLabel(ValueError):
    """The label will not do; `code` says why: empty, long, protected (and which `word`), twice."""

    def __init__(self, code: str, word: str = "") -> None:
        super().__init__(f"{code} {word}".strip())
        self.code, self.word = code, word


class StillHeld(ValueError):
    """Somebody's posting is still cleared for the compartment."""


@transaction.atomic
def open_compartment(who: Who, service: PrisonService, label: str) -> Compartment:
    """Open a compartment under a label that says nothing protected about anybody. Raises `BadLabel`."""
    _allow(who, service)
    made = Compartment(service=service, label=_label(label, LONGEST_LABEL), opened_at=wall_now())
    for mention in protected.found(made.label):
        raise BadLabel("protected", mention.word)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise BadLabel("twice") from None
    record(who, Operation.COLLECTION, made, reason=because("access.compartment_opened"))
    return made


class StillUsed(ValueError):
    """Something lies in the compartment. Closed, nobody could ever look at it again, nor review it."""


@dataclass(frozen=True)
class Cleared:
    """A compartment for which somebody is cleared."""

    ref: str
    label: str


def cleared(viewer: Viewer) -> list[Cleared]:
    """The open compartments for which the viewer's posting is cleared, by label; nothing of any other."""
    mine = Compartment.unfiltered.filter(
        service_id=viewer.service_id, ref__in=viewer.compartments, closed_at__isnull=True
    )
    return [Cleared(*one) for one in mine.order_by("label", "pk").values_list("ref", "label")]


@transaction.atomic
def close_compartment(who: Who, compartment: Compartment) -> None:
    """Close a compartment for which nobody is cleared any more, and in which nothing lies.

    Raises `StillHeld`, `StillUsed`. A room names the models whose records may lie in one (`compartmented`).
    """
    _allow(who, compartment.service)
    standing = Posting.unfiltered.filter(service_id=compartment.service_id, withdrawn_at__isnull=True)
    if any(compartment.ref in held for held in standing.values_list("compartments", flat=True)):
        raise StillHeld(compartment.label)
    for room in apps.get_app_configs():
        for name in getattr(room, "compartmented", ()):
            if apps.get_model(name)._base_manager.filter(compartment=compartment.ref).exists():
                raise StillUsed(compartment.label)
    if Compartment.unfiltered.filter(pk=compartment.pk, closed_at__isnull=True).update(closed_at=wall_now()):
        record(who, Operation.ALTERATION, compartment, reason=because("access.compartment_closed"))


@transaction.atomic
def name_legal_basis(who: Who, service: PrisonService, purpose: str, law: str) -> LegalBasis:
    """Name the law on which this service rests a purpose, in place of the one named before. Raises `BadLabel`."""
    _allow(who, service)
    if purpose not in PURPOSES:
        raise ValueError(f"{purpose!r} is no purpose")
    now = wall_now()
    LegalBasis.unfiltered.filter(service=service, purpose=purpose, replaced_at__isnull=True).update(replaced_at=now)
    by = who.staff_id if isinstance(who, Viewer) else None
    made = LegalBasis.unfiltered.create(
        service=service, purpose=purpose, law=_label(law, LONGEST_LAW), by_id=by, at=now
    )
    record(who, Operation.COLLECTION, made, reason=because("access.legal_basis_named", purpose=purpose))
    return made


def require_open(service: PrisonService, refs: Collection[str]) -> None:
    """Raise `ValueError` unless each of these is a compartment that this service has open."""
    if not refs:
        return
    there = set(
        Compartment.unfiltered.filter(service=service, ref__in=refs, closed_at__isnull=True).values_list(
            "ref", flat=True
        )
    )
    unknown = sorted(set(refs) - there)
    if unknown:
        raise ValueError(f"{service.name} has no open compartment {', '.join(unknown)}")


def _allow(who: Who, service: PrisonService) -> None:
    if isinstance(who, Viewer):
        policy.KEEP_SERVICE.require(who, service)


def _label(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise BadLabel("empty")
    if len(plain) > longest:
        raise BadLabel("long")
    return plain
