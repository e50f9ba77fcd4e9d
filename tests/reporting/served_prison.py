"""The small prison with an officer and an intelligence officer, for `served.Peopled`. Signs in by role."""

from __future__ import annotations


def people() -> dict[str, dict[str, str]]:
    """Let them work there."""
    from desk_at_northfield import posted
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting, Role
    from small_prison import build, open_simulated_service

    prison = build(open_simulated_service(), "Northfield", serial=100)
    for role in (Role.OFFICER, Role.INTELLIGENCE):
        posted(f"Northfield's {role}", role, service=prison.service, establishment=prison.establishment)
    return {"links": {str(one.role): sign_in_link(one) for one in Posting.with_all().filter(by_link=True)}}
