"""Acts that take two people: what each room declares on its AppConfig as `two_person`, collected here.

    two_person = [TwoPersonAct("intelligence.release", _("Release a note"), approvers=frozenset({Role.GOVERNOR, …}))]

Light enough to be imported by any `apps.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise


@dataclass(frozen=True)
class TwoPersonAct:
    """An operation that nothing but two people's signatures releases.

    `approvers` are the roles that may sign, `requesters` those that may ask (nobody else's asking is even kept);
    `url_name` is the page on which a signer reads the record, by its reference.
    """

    operation: str
    label: str | Promise
    approvers: frozenset[str]
    requesters: frozenset[str]
    url_name: str = ""


class UnknownAct(LookupError):
    """No room declares this operation as an act of two people."""


def declared() -> dict[str, TwoPersonAct]:
    """All acts of two people, by operation."""
    found: dict[str, TwoPersonAct] = {}
    for room in apps.get_app_configs():
        listed: Iterable[object] = getattr(room, "two_person", ())
        found |= {act.operation: act for act in listed if isinstance(act, TwoPersonAct)}
    return found


def act_of(operation: str) -> TwoPersonAct:
    """The act of this operation. Raises `UnknownAct`."""
    try:
        return declared()[operation]
    except KeyError:
        raise UnknownAct(operation) from None


def signable(roles: frozenset[str]) -> frozenset[str]:
    """The operations under which somebody in these roles may put a signature."""
    return frozenset(operation for operation, act in declared().items() if not act.approvers.isdisjoint(roles))
