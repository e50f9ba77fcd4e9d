"""The desk at Northfield: two officers who write, one who grades, an analyst, a governor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from rapport.access import services as access
from rapport.access.links import sign_in_link
from rapport.access.models import Establishment, Posting, PrisonService, Role
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.intelligence import services
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.intelligence.values import ItemValue, NoteValue
from rapport.reporting import services as reporting
from small_prison import Prison

FIT: dict[str, Any] = {
    "kind": "seen",
    "text": "A man was seen to take bread from another at the bench.",
    "source": "B",
    "source_reason": "Has written for two years; most of it held.",
    "information": "1",
    "information_reason": "Seen from three metres, in good light.",
    "handling": "H0",
    "obtained": "on_duty",
}
"""An item with nothing to mend."""


def posted(name: str, role: Role, *, service: PrisonService, establishment: Establishment | None = None) -> Viewer:
    """Somebody newly enrolled and posted in this role."""
    steward = Steward(purpose="test")
    staff = access.enrol(steward, name)
    return viewer_for(access.post(steward, staff, role, service=service, establishment=establishment, by_link=True))


def browser(viewer: Viewer) -> Client:
    """A browser in which this viewer is signed in."""
    client = Client()
    assert client.get(sign_in_link(Posting.unfiltered.get(pk=viewer.posting_id))).status_code == 302
    return client


def body(answer: HttpResponse, ref: str = "") -> str:
    """A page without what differs at every look (the form's token) and without the reference that was asked for."""
    text = re.sub(r"(csrf[^>]*(value|content)=)\"\w+\"", r"\1", answer.content.decode())
    return text.replace(ref, "") if ref else text


@dataclass(frozen=True)
class Desk:
    """A prison with everybody whom a report passes on its way to a decision."""

    prison: Prison
    aigerim: Viewer
    bakyt: Viewer
    daria: Viewer
    nurlan: Viewer
    asel: Viewer

    @property
    def people(self) -> list[str]:
        return self.prison.people

    def report(self, by: Viewer, *, people: list[str] | None = None, **texts: Any) -> str:
        """A report filed by this officer about these people; without texts, one of something seen."""
        texts = texts or {"seen": "Lasko took the bread of Orlov at bench 4."}
        ref = reporting.start_draft(by, about="worry", people=self.people[:1] if people is None else people, **texts)
        return reporting.file_draft(by, ref).ref

    def item(self, report_ref: str, *, about: list[str] | None = None, **other: Any) -> ItemValue:
        """An item that Daria made of this report; `about` are persons of the category *other*."""
        people = [PersonInput(ref, "other") for ref in (self.people[:1] if about is None else about)]
        return services.evaluate(self.daria, report_ref, **{**FIT, "people": people, **other})

    def note(self, *items: ItemValue, by: Viewer | None = None, **other: Any) -> NoteValue:
        """A note with one fact and one judgement from these items."""
        refs = [item.ref for item in items]
        fields: dict[str, Any] = {
            "title": "Bread on landing 1",
            "statements": [
                StatementInput("fact", "Bread changed hands at the bench.", refs),
                StatementInput("judgement", "A debt is being paid.", refs, likelihood="likely", confidence="low"),
            ],
            "innocent": "He may share his bread.",
            "gaps": "Nobody asked him.",
        }
        return services.write_note(by or self.daria, **{**fields, **other})

    def handed_note(self, *items: ItemValue) -> NoteValue:
        """A note that lies before the governor."""
        items = items or (self.item(self.report(self.aigerim)),)
        return services.hand_to_governor(self.daria, self.note(*items).ref)


def desk_at(prison: Prison) -> Desk:
    """Aigerim and Bakyt are wing officers, Daria grades, Nurlan analyses for the service, Asel is the governor."""
    here = {"service": prison.service, "establishment": prison.establishment}
    return Desk(
        prison=prison,
        aigerim=posted("Aigerim Toktosunova", Role.OFFICER, **here),
        bakyt=posted("Bakyt Asanov", Role.OFFICER, **here),
        daria=posted("Daria Weber", Role.INTELLIGENCE, **here),
        nurlan=posted("Nurlan Kim", Role.ANALYST, service=prison.service),
        asel=posted("Asel Osmonova", Role.GOVERNOR, **here),
    )


def later(viewer: Viewer, **delta: float) -> Viewer:
    """The same viewer when that much time has passed in the prison."""
    return replace(viewer, clock_now=viewer.now() + timedelta(**delta))
