"""What one may not see changes nothing: two databases that differ by one hidden report answer with the same bytes.

Every standing plays random scripts of requests over the routes of the desk, once in a database without the report
and once in one with it. What differs by chance (references, tokens of forms) is drawn alike in both. The inspector's
page of who looked is left out: that somebody wrote a report is an inspector's to see.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from random import Random

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from doors.doors_scene import SIGNED_OUT, Scene, act_of_two_people, build_scene, undone
from doors.doors_table import DOORS, NOTHING
from rapport.access.models import Staff
from rapport.access.viewers import Viewer, viewer_for
from rapport.ledger.references import new_reference
from rapport.reporting import services as reporting
from rapport.reporting.models import Report, ReportSubject

HIDDEN_WORDS = "Канарейка принесла напильник in the library, трубкага катылган"
ASKED = [
    "bread напильник",
    "канарейка хлеб",
    "канарейка",
    "напильник",
    "canary library",
    "трубка",
    "bread",
    "хлеб",
    "Lasko",
    "Ласко bread",
    "Өмүров",
    "нет",
]
PICKS = [
    "",
    "",
    "state:open",
    "state:done",
    "kind:reporting.report",
    "kind:",
    "grade:B-1",
    "place:{place}",
    "theme:extortion",
    "theme:phones",
]
LEFT_OUT = {"oversight:looks", "oversight:searched", "healthz", "access:sign_out", "access:enter", "access:posting"}
WITH_A_REFERENCE = [one for one in DOORS if one.about and one.name not in LEFT_OUT]
"""Every route of the URL configuration that takes one: the table is held against it."""
LENGTH = 10
SCRIPTS, MANY_SCRIPTS = 7, 300


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with act_of_two_people():
        yield build_scene()


def hide(scene: Scene, how: str, viewer: Viewer) -> str | None:
    """Write a report that this viewer may not see, in one of three ways; None where this way does not hide it."""
    author = viewer_for(scene.postings["author" if how != "elsewhere" else "officer@elsewhere"])
    people = scene.here.people[:2] if how != "elsewhere" else []
    place = scene.here.places["workshop"] if how != "elsewhere" else None
    draft = reporting.start_draft(author, about="worry", people=people, seen=HIDDEN_WORDS, place=place)
    ref = reporting.file_draft(author, draft).ref
    if how == "about oneself":
        staff = Staff.unfiltered.get(pk=viewer.staff_id)
        ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=ref), staff=staff)
    return None if Report.objects.visible_to(viewer).filter(ref=ref).exists() else ref


class Drawn:
    """The same references in the same order, whatever was written before."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)

    def choice(self, letters: str) -> str:
        return self.draw.choice(letters)

    def randbelow(self, bound: int) -> int:
        return self.draw.randrange(bound)


def told(answer: HttpResponse) -> tuple[object, ...]:
    """All that an answer tells, without the tokens of its forms and the second on the wall."""
    text = re.sub(r"(csrf[^>]*(?:value|content)=)\"\w+\"", r"\1", answer.content.decode(errors="replace"))
    text = re.sub(r"(/enter/[^:\"]+):[^\"]+", r"\1", text)  # a signature of the second in which the page was made
    headers = sorted((name, value) for name, value in answer.items() if name not in {"Set-Cookie", "Expires"})
    return answer.status_code, tuple(headers), text


def play(scene: Scene, client: Client, seed: int, hidden: str) -> list[tuple[object, ...]]:
    """A random script: looking for words, narrowing, opening, writing, asking for what is there and what is not."""
    draw, said = Random(seed), []
    held, etag = "", ""
    refs = {**scene.refs, "hidden": hidden, "place": scene.here.places["workshop"]}
    for _ in range(LENGTH):
        act = draw.random()
        if act < 0.35:
            typed = {"words": draw.choice(ASKED), "pick": draw.choice(PICKS).format_map(refs)}
            answer = client.post(reverse("search:search"), typed)
            said.append(told(answer))
            held = answer.get("Location", "") if answer.status_code == 302 else held
            answer = client.get(held or reverse("search:search"))
        elif act < 0.5:
            name = draw.choice(["reporting:report", "reporting:write", "intelligence:evaluate", "intelligence:note"])
            answer = client.get(reverse(name, args=[hidden]), HTTP_IF_NONE_MATCH=etag)
        elif act < 0.6:
            name = draw.choice(["intelligence:take", "intelligence:elsewhere", "intelligence:finish"])
            answer = client.post(reverse(name, args=[hidden]), {"phrase": refs["phrase"]})
        elif act < 0.65:
            answer = client.post(reverse("search:search"), {"words": hidden}, follow=True)
        elif act < 0.75:
            door = draw.choice(WITH_A_REFERENCE)
            about = [hidden if one in refs else one for one in door.about]
            typed = {name: value.format_map(refs) for name, value in door.typed.items()}
            address = reverse(door.name, args=about)
            answer = client.post(address, typed) if draw.random() < 0.5 else client.get(address)
        else:
            door = draw.choice([one for one in DOORS if one.get != NOTHING and one.name not in LEFT_OUT])
            address = reverse(door.name, args=[refs.get(one, one) for one in door.about])
            query = "?" + door.query.format_map(refs) if door.query else ""
            answer = draw.choice([client.get, client.get, client.head])(address + query)
        etag = answer.get("ETag", etag)
        said.append(told(answer))
    return said


def differences(
    scene: Scene, scripts: int, monkeypatch: pytest.MonkeyPatch, *, first: int = 0
) -> tuple[int, list[str]]:
    """How many scripts were played in both databases, and where the answers differ."""
    standings = [name for name in scene.clients if name != SIGNED_OUT and not name.endswith("@ended")]
    played, wrong = 0, []
    for seed in range(first, first + scripts * 3):
        draw = Random(seed)
        standing = standings[seed % len(standings)]
        how = draw.choice(["elsewhere", "another's", "about oneself"])
        viewer, client = viewer_for(scene.postings[standing]), scene.clients[standing]
        cookies = client.cookies.copy()
        hidden: str | None = None
        answers = []
        for there in (True, False):
            with undone():
                if there:
                    hidden = hide(scene, how, viewer)
                if hidden is None:
                    break
                with monkeypatch.context() as patched:
                    patched.setattr("rapport.ledger.references.secrets", Drawn(seed))
                    answers.append(play(scene, client, seed, hidden))
            client.cookies = cookies.copy()
        if len(answers) == 2:
            played += 1
            wrong += [
                f"{standing}, {how}, script {seed}, answer {at}"
                for at, (one, other) in enumerate(zip(*answers, strict=True))
                if one != other
            ]
        if played == scripts:
            break
    assert secrets.choice("a") == "a"
    return played, wrong


def test_a_hidden_report_changes_no_byte_of_any_answer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    played, wrong = differences(scene, SCRIPTS, monkeypatch)
    assert wrong == []
    assert played == SCRIPTS


@pytest.mark.torture
def test_a_hidden_report_changes_no_byte_of_any_answer_in_hundreds_of_scripts(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, wrong = differences(scene, MANY_SCRIPTS, monkeypatch, first=1_000)
    assert wrong == []
    assert played == MANY_SCRIPTS


def test_a_count_that_a_hidden_report_moves_would_be_seen(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same scripts with a page that counts all that the engine proposes."""
    from rapport.search import selectors

    honest = selectors.find
    monkeypatch.setattr(
        selectors,
        "find",
        lambda viewer, search, **other: _leaky(honest(viewer, search, **other), viewer, search),
    )
    _played, wrong = differences(scene, 4, monkeypatch)
    assert wrong != []


def _leaky(found, viewer, search):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from rapport.language import analysis
    from rapport.search import engine, marks

    groups = [[f"0kreportingreport{viewer.service_id}"], *(one.tokens for one in analysis.asked(search.words))]
    proposed = (
        len(engine.bare("reporting.report", groups, most=99))
        if search.words and not marks.asked_reference(search.words)
        else 0
    )
    return replace(found, total=found.total + proposed)


def auc(one: list[float], other: list[float]) -> float:
    """How well the best threshold on time tells two kinds of answers apart: .5 is not at all."""
    ranked = sorted([(value, 1) for value in one] + [(value, 0) for value in other])
    ranks = sum(place for place, (_value, mine) in enumerate(ranked, start=1) if mine)
    share = (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other))
    return max(share, 1 - share)


def times(scene: Scene, pairs: int) -> tuple[list[float], list[float]]:
    """Interleaved, in random order within each pair: a report that is hidden, and one that there is not."""
    from time import perf_counter

    viewer, client = viewer_for(scene.postings["governor@here"]), scene.clients["governor@here"]
    hidden = hide(scene, "another's", viewer)
    assert hidden is not None
    there, missing, draw = [], [], Random(3)
    for _ in range(pairs):
        both = [(hidden, there), (new_reference(), missing)]
        draw.shuffle(both)
        for ref, kept in both:
            address = reverse("reporting:report", args=[ref])
            began = perf_counter()
            assert client.get(address).status_code == 404
            kept.append(perf_counter() - began)
    return there, missing


def test_hidden_and_missing_take_about_the_same_time(scene: Scene, record_property) -> None:  # type: ignore[no-untyped-def]
    """A share of the long measure: reported, and held only against what any eye would see."""
    share = auc(*times(scene, 40))
    record_property("auc", share)
    assert share < 0.8


@pytest.mark.torture
def test_nobody_tells_hidden_from_missing_by_time(scene: Scene) -> None:
    assert auc(*times(scene, 5_000)) < 0.55


def test_a_slower_answer_is_told_from_a_quicker_one() -> None:
    draw = Random(1)
    quick, slow = [draw.gauss(10, 1) for _ in range(500)], [draw.gauss(11, 1) for _ in range(500)]
    assert auc(quick, slow) > 0.7
    assert auc(quick, [draw.gauss(10, 1) for _ in range(500)]) < 0.55


def faceless(text: str, names: list[str]) -> str:
    """A page on which everybody is somebody: what remains is order, size, colour and counts."""
    for name in names:
        text = text.replace(name, "□")
    return re.sub(r"(csrf[^>]*(?:value|content)=)\"\w+\"", r"\1", text)


def test_moving_reports_from_one_person_to_another_changes_nobodys_order_size_colour_or_counts(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same four reports, once about the first and once about the second: the pages differ by the name alone."""
    from rapport.register import selectors as register

    author, standings = (
        viewer_for(scene.postings["author"]),
        ("author", "intelligence@here", "analyst@here", "governor@here"),
    )
    desk = viewer_for(scene.postings["intelligence@here"])
    people = [register.person(desk, ref) for ref in scene.here.people]
    labels = sorted(
        {word for one in people for word in (one.ref, one.label, one.nickname, one.number, f"cell {one.cell}") if word}
    )
    worlds = []
    for about in scene.here.people[1:]:  # nothing else is said of either
        pages = []
        with undone(), monkeypatch.context() as patched:
            patched.setattr("rapport.ledger.references.secrets", Drawn(5))
            for _ in range(4):
                ref = reporting.start_draft(author, about="worry", people=[about], seen="He took bread.")
                reporting.file_draft(author, ref)
            for standing in standings:
                client = scene.clients[standing]
                cookies = client.cookies.copy()
                for words in ("Lasko", "Orlov", "bread", "took bread"):
                    held = client.post(reverse("search:search"), {"words": words})["Location"]
                    page = client.get(held).content.decode()
                    strip = re.search(r"rap-search__people.*?</section>", page, re.DOTALL)
                    # Whom a name means is the question itself: of the records only those without a name are compared.
                    pages.append(strip.group() if strip else "")
                    if "ook" in words or words == "bread":
                        pages.append(faceless(page, labels))
                for name in ("reporting:mine", "intelligence:queue", "intelligence:items"):
                    pages.append(faceless(client.get(reverse(name)).content.decode(), labels))
                client.cookies = cookies
            found = scene.clients["author"].get(reverse("reporting:people", args=[scene.refs["draft"]]), {"find": "o"})
            pages.append(found.content.decode())
        worlds.append(pages)
    assert worlds[0] == worlds[1]
