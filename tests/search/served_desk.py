"""The desk at Northfield with a week of reports, for `served.Peopled`. Signs in by role."""

from __future__ import annotations

WEEK = [
    ("cell-3", "Төшөктүн астынан телефон чыкты, өзү түндө көтөрүп жүргөн экен."),
    ("cell-1", "Ласко отдал соседу хлеб и сигареты. Потом долго стоял у окна."),
    ("workshop", "The bench was cleared early. Two men argued about a phone card and stopped when I came near."),
    ("workshop", "Мастерскойдо телефон жөнүндө сүйлөшүп калышты, кийин тынчып калды."),
    ("cell-2", "Deux détenus ont échangé du tabac près de la fenêtre."),
]


def people() -> dict[str, dict[str, str]]:
    """Let the week have happened."""
    from desk_at_northfield import desk_at, posted
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting, Role
    from small_prison import build, open_simulated_service

    desk = desk_at(build(open_simulated_service(), "Northfield", serial=100))
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    posted("Jamila Sadykova", Role.INSPECTOR, **here)
    for place, seen in WEEK:
        desk.report(desk.aigerim, place=desk.prison.places[place], seen=seen)
    told = desk.report(
        desk.aigerim, told="A man said that Lasko waits for a phone card.", place=desk.prison.places["cell-1"]
    )
    desk.item(told, kind="told", text="A man is said to wait for a phone card.", themes=["phones", "extortion"])
    postings = Posting.with_all().filter(by_link=True).order_by("-pk")
    return {"links": {str(one.role): sign_in_link(one) for one in postings}}
