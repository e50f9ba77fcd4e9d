"""Where one can go: entries that rooms declare, shown to the roles they are for.

An entry in the navigation is a signpost, never a lock: the page behind it asks its own rule.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, Protocol, TypeVar

from django.apps import AppConfig, apps
from django.urls import reverse
from django.utils.functional import Promise


class Reader(Protocol):
    """Who is looking at the page, as far as the page's frame needs to know. A `Viewer` of `access` is one."""

    @property
    def roles(self) -> Collection[str]: ...


@dataclass(frozen=True)
class NavEntry:
    """A signpost to a page. No roles means: for everybody who is signed in."""

    label: str | Promise
    url_name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    order: int = 50

    def is_for(self, reader: Reader) -> bool:
        """Whether this reader holds a role that the entry is for."""
        return not self.roles or not self.roles.isdisjoint(reader.roles)


@dataclass(frozen=True)
class AccountAct:
    """Something one does with one's own seat: change posting, sign out. A POST is a button, a GET a link."""

    label: str | Promise
    url_name: str
    method: Literal["get", "post"] = "get"
    order: int = 50


@dataclass(frozen=True)
class Signpost:
    """A navigation entry as it stands on the page in front of one reader."""

    label: str | Promise
    address: str
    here: bool


class _Ordered(Protocol):
    @property
    def order(self) -> int: ...


Declared = TypeVar("Declared", bound=_Ordered)


def _declared(attribute: str, kind: type[Declared]) -> list[tuple[AppConfig, Declared]]:
    """What the rooms' AppConfigs list under `attribute`, in the order they ask for."""
    found: list[tuple[AppConfig, Declared]] = []
    for room in apps.get_app_configs():
        listed: Iterable[object] = getattr(room, attribute, ())
        found += [(room, value) for value in listed if isinstance(value, kind)]
    return sorted(found, key=lambda pair: pair[1].order)


def entries() -> list[tuple[AppConfig, NavEntry]]:
    """All navigation entries with the room that declares each."""
    return _declared("navigation", NavEntry)


def account_entries() -> list[tuple[AppConfig, AccountAct]]:
    """All acts on one's own seat with the room that declares each."""
    return _declared("account", AccountAct)


def signposts(reader: Reader | None, path: str) -> tuple[Signpost, ...]:
    """The signposts for this reader on the page at `path`; none for someone signed out.

    The entry whose address is the longest beginning of `path` is where the reader is.
    """
    if reader is None:
        return ()
    mine = [(entry, _address(entry.url_name)) for _, entry in entries() if entry.is_for(reader)]
    around = [address for _, address in mine if path.startswith(address)]
    here = max(around, key=len, default=None)
    return tuple(Signpost(label=entry.label, address=address, here=address == here) for entry, address in mine)


@cache
def _address(url_name: str) -> str:
    """Where a signpost leads: the same as long as the process lives."""
    return reverse(url_name)


def account_acts(reader: Reader | None) -> tuple[AccountAct, ...]:
    """What this reader can do with their own seat; nothing for someone signed out."""
    return () if reader is None else tuple(act for _, act in account_entries())
