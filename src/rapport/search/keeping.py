"""How long searches are kept, and what goes from the index when a record is erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from rapport.access.algebra import author, same_service
from rapport.access.keeping import Kept
from rapport.access.roles import Role
from rapport.search import policy
from rapport.search.kinds import searchable
from rapport.search.models import Entry

KEPT = [
    Kept("search.savedsearch", _("Saved search"), policy.SEARCHERS, same_service() & author("staff_id")),
    Kept(
        "search.protectedsearch", _("Search with a protected word"), frozenset({Role.INSPECTOR}), policy.READ_PROTECTED
    ),
]


def reach(record_class: str, keys: Collection[int]) -> Iterator[tuple[type[Model], list[int]]]:
    """Whatever these records are found by."""
    for one in searchable():
        if record_class == (one.rows or one.kind):
            found = Entry.unfiltered.filter(kind=one.kind, record_id__in=keys)
            yield Entry, list(found.values_list("pk", flat=True))
