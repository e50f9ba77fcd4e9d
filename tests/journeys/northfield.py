"""Northfield at six in the morning: five officers heard one thing from one man, and one report is about a colleague.

For `served.Peopled`, in the language that SPEAKS names.
"""

from __future__ import annotations

import os

OFFICERS = ("Aigerim", "Bakyt", "Cholpon", "Daniyar", "Elena")
TOLD = {
    "en": (
        "That Orlov owes Lasko for two phone cards and does not dare to go to the yard any more.",
        "A man says: Orlov owes Lasko for two phone cards and does not dare to go to the yard.",
        "Orlov stays away from the yard because he owes Lasko, two phone cards, he does not dare.",
        "I was told that Orlov owes Lasko for two phone cards and does not dare to go to the yard.",
        "He does not dare to go to the yard: Orlov owes Lasko for two phone cards, a man says.",
    ),
    "ru": (
        "Что Орлов должен Ласко за две телефонные карты и больше не решается выходить во двор.",
        "Говорят: Орлов должен Ласко за две телефонные карты и больше не решается выходить во двор.",
        "Во двор Орлов не выходит, не решается больше: должен Ласко за две телефонные карты.",
        "Мне сказали, что Орлов должен Ласко за две телефонные карты и не решается выходить во двор.",
        "Не решается Орлов выходить во двор: должен Ласко за телефонные карты, их две, больше ничего.",
    ),
    "ky": (
        "Орлов Лаского эки телефон картасы үчүн карыз экен жана мындан ары короого чыгууга батынбайт.",
        "Бир киши айтат: Орлов Лаского эки телефон картасы үчүн карыз жана короого чыгууга батынбайт.",
        "Короого Орлов чыкпайт, чыгууга батынбайт: Лаского эки телефон картасы үчүн карыз.",
        "Мага айтышты: Орлов Лаского эки телефон картасы үчүн карыз, короого чыгууга батынбайт.",
        "Орлов короого чыгууга батынбайт, себеби Лаского эки телефон картасы үчүн карыз, деди бир киши.",
    ),
    "fr": (
        "Qu'Orlov doit deux cartes de téléphone à Lasko et n'ose plus sortir dans la cour.",
        "Un homme dit : Orlov doit deux cartes de téléphone à Lasko et n'ose plus sortir dans la cour.",
        "Orlov n'ose plus sortir dans la cour, parce qu'il doit deux cartes de téléphone à Lasko.",
        "On m'a dit qu'Orlov doit deux cartes de téléphone à Lasko et n'ose plus sortir dans la cour.",
        "Il n'ose plus sortir dans la cour : Orlov doit deux cartes de téléphone à Lasko, dit un homme.",
    ),
}
SEEN = {
    "en": "Lasko prayed, then waited at cell 3 until Orlov came, and took his bread at workshop 2.",
    "ru": "Ласко молился, потом ждал у камеры 3, пока не подошёл Орлов, и в цехе 2 взял его хлеб.",
    "ky": "Ласко намаз окуду, анан 3-камеранын жанында Орлов келгенче күттү да, 2-цехте анын нанын алып койду.",
    "fr": "Lasko a prié, puis attendu à la cellule 3 jusqu'à l'arrivée d'Orlov, et lui a pris son pain à l'atelier 2.",
}
OF_A_COLLEAGUE = {
    "en": "Nadia took a parcel from a visitor.",
    "ru": "Надя взяла свёрток у посетителя.",
    "ky": "Надя келген кишиден түйүнчөк алды.",
    "fr": "Nadia a pris un colis à un visiteur.",
}
"""About an intelligence officer of this very desk."""


def people() -> dict[str, dict[str, str]]:
    """Let them all work there. Returns how each signs in, and which report is about Nadia."""
    from custody import custody_at, quick_keys
    from desk_at_northfield import posted
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting
    from rapport.access.roles import Role
    from rapport.reporting import services as reporting
    from rapport.reporting.models import Report, ReportSubject
    from small_prison import build, open_simulated_service

    speaks = os.environ["SPEAKS"]
    prison = build(open_simulated_service(), "Northfield", serial=100)
    here = {"service": prison.service, "establishment": prison.establishment}
    with quick_keys():
        custody = custody_at(prison)
    officers = [custody.aigerim, custody.bakyt]
    officers += [posted(f"{name} {family}", Role.OFFICER, **here) for name, family in MORE_OFFICERS]
    nadia = posted("Nadia Petit", Role.INTELLIGENCE, **here)
    posted("Jamila Sadykova", Role.INSPECTOR, **here)
    for officer, text in zip(officers, TOLD[speaks], strict=True):
        about = {"people": prison.people[1:2], "place": prison.places["workshop"]}
        reporting.file_draft(officer, reporting.start_draft(officer, about="worry", told=text, **about))
    seen = reporting.start_draft(officers[0], about="worry", people=prison.people[:1], seen=SEEN[speaks])
    reporting.file_draft(officers[0], seen)
    draft = reporting.start_draft(officers[1], about="worry", people=[], seen=OF_A_COLLEAGUE[speaks])
    colleague = reporting.file_draft(officers[1], draft).ref
    staff = Posting.with_all().get(pk=nadia.posting_id).staff
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=colleague), staff=staff)
    links = {one.staff.name.split()[0]: sign_in_link(one) for one in Posting.with_all().filter(by_link=True)}
    return {"links": links, "refs": {"colleague": colleague}}


MORE_OFFICERS = (("Cholpon", "Mamatova"), ("Daniyar", "Usenov"), ("Elena", "Ivanova"))
