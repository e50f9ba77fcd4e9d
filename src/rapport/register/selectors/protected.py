"""Who is in a protected role, so that a report from or about one is offered another road (safeguard 12).

Who may: whoever is posted where they come, analysts and the inspector (policy.READ_PROTECTED_ROLE).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.language.names import compare
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register.models import ProtectedOffice, ProtectedRole
from rapport.register.values import ProtectedValue


@transaction.atomic
def protected_roles(viewer: Viewer) -> list[ProtectedValue]:
    """Everybody in a protected role now, in order of name."""
    values = [_value(one) for one in _now(viewer)]
    if values:
        entries = [("register.protectedrole", one.ref) for one in values]
        record(viewer, Operation.CONSULTATION, *entries, reason=because("register.protected_roles"))
    return values


def protected_roles_named(viewer: Viewer, name: str) -> list[ProtectedValue]:
    """Who in a protected role can be meant by this written name: for rooms above, which enter it with their answer."""
    return [
        one
        for one in map(_value, _now(viewer))
        if any(compare(name, form).same for form in (one.name, one.name_cyrillic) if form)
    ]


def protected_now(viewer: Viewer) -> list[tuple[ProtectedRole, ProtectedValue]]:
    """Everybody in a protected role now, for this room's own comparing of names. Enters nothing."""
    return [(one, _value(one)) for one in _now(viewer)]


def protected_family_names(viewer: Viewer) -> list[str]:
    """How the family names of those in a protected role now are written, in either script. Shows nobody."""
    forms = [(one.family_name, one.family_name_cyrillic) for one in _now(viewer)]
    return sorted({form for both in forms for form in both if form})


def _now(viewer: Viewer) -> list[ProtectedRole]:
    """Everybody in such a role today; they are few, and the day would be another question each day."""
    today = viewer.now().date()
    return [one for one in _visible(viewer) if one.starts <= today and (one.ends is None or one.ends >= today)]


@prepared
def _visible(viewer: Viewer) -> QuerySet[ProtectedRole]:
    found = ProtectedRole.objects.visible_to(viewer).select_related("establishment")
    return found.order_by("family_name", "given_names", "pk")


def _value(one: ProtectedRole) -> ProtectedValue:
    return ProtectedValue(
        ref=one.ref,
        office=one.office,
        label=str(ProtectedOffice(one.office).label),
        name=f"{one.family_name} {one.given_names}".strip(),
        name_cyrillic=f"{one.family_name_cyrillic} {one.given_names_cyrillic}".strip(),
        where=one.establishment.name if one.establishment is not None else "",
        starts=one.starts,
        ends=one.ends,
    )
