"""Northfield an hour after a note of several pages was handed to its governor. For `served.Peopled`."""

from __future__ import annotations

from datetime import timedelta


def people() -> dict[str, dict[str, str]]:
    """Let a note lie before the governor. Returns how each signs in, and the references."""
    from desk_at_northfield import desk_at
    from rapport.access import services as access
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting
    from rapport.access.viewers import Steward
    from rapport.conference import services as conference
    from rapport.intelligence import services
    from small_prison import build, open_simulated_service

    desk = desk_at(build(open_simulated_service(), "Northfield", serial=100))
    items = [desk.item(desk.report(desk.aigerim)) for _ in range(10)]
    note = desk.handed_note(*items)
    today = desk.asel.now().date()
    conference.decide(
        desk.asel, note_ref=note.ref, outcome="no_action", grounds="One bench, one morning.", review_on=today,
        ends_on=today + timedelta(days=30), measures=[],
    )  # fmt: skip
    services.draft_briefing(desk.daria)
    access.set_clock(Steward(purpose="test"), desk.prison.service, desk.asel.now() + timedelta(hours=1))
    links = {one.staff.name.split()[0]: sign_in_link(one) for one in Posting.with_all().filter(by_link=True)}
    return {"links": links, "refs": {"note": note.ref, "item": items[0].ref}}
