"""Handing in reports that are written whole: filed at once, without a draft in between, one or very many.

Who may: whoever writes (policy.WRITE), each their own. What is asked of a draft before it is filed is asked of these
too, by the same code. Each is one entry in the ledger, all are one transaction: if one cannot be filed, none is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.ledger.references import normalise
from rapport.register import selectors as register
from rapport.reporting.services.drafting import DraftFields, keys_of_people, laws_of, new_draft
from rapport.reporting.services.filing import Ready, Unfilable, filed, findings_in, protected_people


@dataclass(frozen=True)
class Written:
    """A report by its author. About a place, with a file, a named teller or another road it is written as a draft."""

    author: Viewer
    about: str
    at: datetime
    seen: str = ""
    told: str = ""
    view: str = ""
    people: Sequence[str] = ()


@transaction.atomic
def hand_in(written: Sequence[Written]) -> list[str]:
    """File these reports in their order; returns their references.

    Raises `Refused` for a role that does not write, `NotSaved` for an unknown person or kind of report, `Unfilable`
    with all that stands in the way of the first that cannot be filed.
    """
    keys = {
        author: keys_of_people(author, [ref for one in written if one.author == author for ref in one.people])
        for author in dict.fromkeys(one.author for one in written)
    }
    laws = laws_of(one.author for one in written)
    protected = {author: register.protected_family_names(author) for author in laws}
    ready = [_ready(one, keys[one.author], laws[one.author], protected[one.author]) for one in written]
    return [report.ref for report in filed(ready)]


def _ready(one: Written, keys: dict[str, int], law: str, protected: Collection[str]) -> Ready:
    texts: DraftFields = {"seen": one.seen, "told": one.told, "view": one.view, "about": one.about, "at": one.at}
    draft = new_draft(one.author, texts, law=law)
    findings = findings_in(one.author, draft, in_protected_place=False)
    findings += protected_people(one.author, draft, protected)
    if findings:
        raise Unfilable(*findings)
    return Ready(one.author, draft, [(keys[ref], ref) for ref in dict.fromkeys(map(normalise, one.people))])
