"""The desk at Northfield with a week of reports, served until the process ends.

Run as a program with RAPPORT_HOME and PORT set. Writes the ways to sign in into `links`, one in a line: role, path.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

WEEK = [
    ("cell-3", "Төшөктүн астынан телефон чыкты, өзү түндө көтөрүп жүргөн экен."),
    ("cell-1", "Ласко отдал соседу хлеб и сигареты. Потом долго стоял у окна."),
    ("workshop", "The bench was cleared early. Two men argued about a phone card and stopped when I came near."),
    ("workshop", "Мастерскойдо телефон жөнүндө сүйлөшүп калышты, кийин тынчып калды."),
    ("cell-2", "Deux détenus ont échangé du tabac près de la fenêtre."),
]

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
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
    desk.item(told, kind="told", text="A man is said to wait for a phone card.")
    lines = [f"{one.role} {sign_in_link(one)}\n" for one in Posting.with_all().filter(by_link=True).order_by("-pk")]
    (Path(os.environ["RAPPORT_HOME"]) / "links").write_text("".join(lines))
    serve("127.0.0.1", int(os.environ["PORT"]))
