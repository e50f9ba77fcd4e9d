"""The desk at Northfield, served: five officers who heard one thing from one man, and a report about a colleague.

Run as a program with RAPPORT_HOME, PORT and SPEAKS set. Prints the ways to sign in, one in a line: name, path.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

TEXTS = {
    "en": [
        ("told", "That Orlov owes Lasko for two phone cards and does not dare to go to the yard any more."),
        ("told", "A man says: Orlov owes Lasko for two phone cards and does not dare to go to the yard."),
        ("told", "Orlov stays away from the yard because he owes Lasko, two phone cards, he does not dare."),
        ("told", "I was told that Orlov owes Lasko for two phone cards and does not dare to go to the yard."),
        ("told", "He does not dare to go to the yard: Orlov owes Lasko for two phone cards, a man says."),
        ("seen", "Lasko prayed, then waited at cell 3 until Orlov came, and took his bread at workshop 2."),
    ],
    "ru": [
        ("told", "Что Орлов должен Ласко за две телефонные карты и больше не решается выходить во двор."),
        ("told", "Говорят: Орлов должен Ласко за две телефонные карты и больше не решается выходить во двор."),
        ("told", "Во двор Орлов не выходит, не решается больше: должен Ласко за две телефонные карты."),
        ("told", "Мне сказали, что Орлов должен Ласко за две телефонные карты и не решается выходить во двор."),
        ("told", "Не решается Орлов выходить во двор: должен Ласко за телефонные карты, их две, больше ничего."),
        ("seen", "Ласко молился, потом ждал у камеры 3, пока не подошёл Орлов, и в цехе 2 взял его хлеб."),
    ],
}
OFFICERS = ("Aigerim", "Bakyt", "Cholpon", "Daniyar", "Elena")

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
    from rapport.access import services as access
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting
    from rapport.access.viewers import Steward, viewer_for
    from rapport.reporting import services as reporting
    from rapport.reporting.models import Report, ReportSubject
    from small_prison import build, open_simulated_service

    speaks = os.environ.get("SPEAKS", "en")
    prison = build(open_simulated_service(), "Northfield", serial=100)
    steward = Steward(purpose="test")
    people = [*((name, "officer") for name in OFFICERS), ("Farida", "intelligence"), ("Gulnara", "intelligence")]
    for name, role in [*people, ("Hamid", "governor")]:
        staff = access.enrol(steward, name, language=speaks)
        access.post(steward, staff, role, service=prison.service, establishment=prison.establishment, by_link=True)
    postings = {one.staff.name: one for one in Posting.with_all().filter(by_link=True)}
    for name, (kind, text) in zip((*OFFICERS, "Aigerim"), TEXTS[speaks], strict=True):
        officer = viewer_for(postings[name])
        about = prison.people[1:2] if kind == "told" else prison.people[:1]
        draft = reporting.start_draft(
            officer, about="worry", people=about, place=prison.places["workshop"], **{kind: text}
        )
        reporting.file_draft(officer, draft)
    bakyt = viewer_for(postings["Bakyt"])
    draft = reporting.start_draft(bakyt, about="worry", people=[], seen="Gulnara took a parcel from a visitor.")
    about_her = reporting.file_draft(bakyt, draft).ref
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=about_her), staff=postings["Gulnara"].staff)
    lines = [f"{name} {sign_in_link(one)}\n" for name, one in postings.items()]
    (Path(os.environ["RAPPORT_HOME"]) / "links").write_text("".join([*lines, f"colleague {about_her}\n"]))
    serve("127.0.0.1", int(os.environ["PORT"]))
