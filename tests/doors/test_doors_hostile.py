"""What somebody may type who means harm, in every field and parameter: a clear answer, no error of ours, nothing raw.

The names of fields are collected from the forms of each room, its views and the table of doors; nobody lists them.
Source: OWASP Application Security Verification Standard 4, chapters V5 and V13.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django import forms
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from doors_scene import STANDINGS, Scene, undone
from doors_share import Share
from doors_table import DOORS, NOTHING, ROOMS, Door

import rapport

FORM = "application/x-www-form-urlencoded"
RAW = b"<script>alert(1)"
TYPED: dict[str, bytes] = {
    "a script": b"\"'><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template syntax": b"{{ settings.SECRET_KEY }}{% debug %}${7*7}#{7*7}",
    "a formula": b'=HYPERLINK("http://elsewhere.example","look")',
    "a null byte": b"a\x00b",
    "marks that turn the text": "\u202e\u2066gpj.exe\u200f".encode(),
    "broken UTF-8": b"\xff\xfe\x80abc",
    "half a letter": b"\xed\xa0\x80",
    "a huge number": b"9" * 5000,
    "a number too large for a column": b"9" * 19,
    "no number": b"-1e999",
    "digits of another script": "²३٣".encode(),
    "deep JSON": b'{"a":' * 5000,
    "a long text": b"\xd1\x84" * 60_000,
    "another site": b"//elsewhere.example/",
}
POISON = TYPED["a script"] + TYPED["a null byte"] + TYPED["half a letter"] + TYPED["marks that turn the text"]
STEERING = {"next", "do", "find", "shown", "version", "window", "person", "items", "after", "more"}
"""What the views themselves read beside the fields of their forms."""

ON_POSTGRESQL = ("a null byte", "half a letter", "a number too large for a column")
"""What one engine keeps and another refuses."""

PARAMETER = re.compile(r"request\.(?:GET|POST)\.get(?:list)?\(\s*\"([\w-]+)\"|\"([\w-]+)\" in request\.(?:GET|POST)")


def _forms(room: str) -> Iterator[type[forms.Form]]:
    """Every form that a room declares."""
    waiting: list[type[forms.Form]] = [forms.Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(f"rapport.{room}."):
            yield one


def fields_of(room: str) -> set[str]:
    """Every name under which the pages of a room take something."""
    source = Path(rapport.__file__).parent / room
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*.py")]
    names = {first or second for text in texts for first, second in PARAMETER.findall(text)}
    names |= set(re.findall(r'self\.fields\["(\w+)"\] =', "\n".join(texts)))
    for form in _forms(room):
        names |= set(form.base_fields)
    names |= {name for door in ROOMS[room] for name in door.typed}
    names |= {"m0-what", "m0-person"} if room == "conference" else set()
    return names | {"next", "csrfmiddlewaretoken"}


def entitled(door: Door, method: str) -> str:
    """Somebody whom this door lets in with this method; a stranger where there is nobody."""
    goes = {"done", "shown", "sent", "unfit", "gone on"}
    named = sorted(STANDINGS, key=lambda one: ("@" in one, one == "signed-out"))
    return next((one for one in named if door.says(method, one) in goes), "author")


def complaint(answer: HttpResponse) -> str:
    """What is wrong with an answer to hostile input; empty when nothing is."""
    if answer.status_code >= 500:
        return f"an error of ours, {answer.status_code}"
    if RAW in b"".join(answer):  # type: ignore[arg-type]
        return "a script comes back"
    way = answer.headers.get("Location", "/")
    if urlsplit(urljoin("http://testserver/", way))[:2] != ("http", "testserver"):
        return f"leads away, to {way}"
    return ""


def body_of(fields: dict[str, bytes]) -> bytes:
    """A form's body, byte by byte."""
    return b"&".join(f"{quote(name)}={quote(value)}".encode() for name, value in fields.items())


class Visitor:
    """Sends things to a door in the name of whoever it lets in, and notes what goes wrong."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.wrong: list[str] = []

    def tries(self, door: Door, what: str, ask: Callable[[Client, str], HttpResponse], *, method: str) -> None:
        client = self.scene.client(entitled(door, method))
        address = reverse(door.name, args=[self.scene.refs.get(one, one) for one in door.about])
        cookies = client.cookies.copy()
        with undone():
            found = complaint(ask(client, address))
        client.cookies = cookies
        if found:
            self.wrong.append(f"{method.upper()} {door.title}, {what}: {found}")

    def posts(self, door: Door, what: str, body: bytes, content_type: str = FORM) -> None:
        asked = f"?{door.query.format_map(self.scene.refs)}" if door.query else ""
        self.tries(
            door,
            what,
            lambda client, address: client.generic("POST", address + asked, body, content_type=content_type),
            method="post",
        )

    def valid(self, door: Door) -> dict[str, bytes]:
        """What the door takes."""
        refs = self.scene.refs
        return {name.format_map(refs): value.format_map(refs).encode() for name, value in door.typed.items()}


def posting(room: str) -> list[Door]:
    """The doors of a room that take something."""
    return [door for door in ROOMS[room] if any(not line.startswith("no way") for line in door.post)]


def payloads(share: Share, door: Door, where: str) -> dict[str, bytes]:
    """What is typed at this place in this run; on PostgreSQL only what engines differ about."""
    typed = TYPED if connection.vendor == "sqlite" else {what: TYPED[what] for what in ON_POSTGRESQL}
    return {what: typed[what] for what in share.among(typed, door.title, where)}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_whatever_is_typed_into_every_field_at_once_is_answered(scene: Scene, share: Share, room: str) -> None:
    visitor, names = Visitor(scene), fields_of(room)
    for door in posting(room):
        for what, payload in payloads(share, door, "fields").items():
            visitor.posts(door, what, body_of(dict.fromkeys(names, payload)))
    assert not visitor.wrong, "\n".join(["", *visitor.wrong])


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_whatever_is_typed_into_one_field_beside_good_ones_is_answered(scene: Scene, share: Share, room: str) -> None:
    visitor, names = Visitor(scene), fields_of(room)
    for door in posting(room):
        good = visitor.valid(door)
        for name in share.among(sorted(good.keys() | (names & STEERING)), door.title):
            visitor.posts(door, f"everything in {name}", body_of({**good, name: POISON}))
            visitor.posts(
                door, f"a number in {name}", body_of({**good, name: TYPED["a number too large for a column"]})
            )
    assert not visitor.wrong, "\n".join(["", *visitor.wrong])


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_forms_that_no_browser_would_send_are_answered(scene: Scene, share: Share, room: str) -> None:
    visitor = Visitor(scene)
    for door in posting(room):
        good = visitor.valid(door)
        twice = body_of(good) + b"&" + b"&".join(body_of({name: b"x"}) for name in [*good] * 40)
        lists = body_of({f"{name}[]": value for name, value in good.items()})
        for what, body, content_type in (
            ("nothing", b"", FORM),
            ("each field many times", twice, FORM),
            ("lists", lists, FORM),
            ("600 fields", b"&".join(b"f%d=1" % number for number in range(600)), FORM),
            ("more than a megabyte", b"text=" + b"x" * 1_100_000, FORM),
            ("JSON", b"[" * 20_000, "application/json"),
            ("a torn multipart", b"--x\r\nContent-Disposition: form-data; na", "multipart/form-data; boundary=x"),
            ("a multipart without a boundary", b"abc", "multipart/form-data"),
            ("another alphabet", b"\xff\xfea", f"{FORM}; charset=utf-99"),
        ):
            if share.has(what, door.title):
                visitor.posts(door, what, body, content_type)
    assert not visitor.wrong, "\n".join(["", *visitor.wrong])


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_whatever_stands_in_the_parameters_of_an_address_is_answered(scene: Scene, share: Share, room: str) -> None:
    visitor, names = Visitor(scene), fields_of(room)
    for door in [one for one in ROOMS[room] if one.get != NOTHING]:
        for what, payload in payloads(share, door, "address").items():
            asked = body_of(dict.fromkeys(names, payload[:3000])).decode()
            visitor.tries(door, what, lambda client, to, asked=asked: client.get(f"{to}?{asked}"), method="get")  # type: ignore[misc]
    assert not visitor.wrong, "\n".join(["", *visitor.wrong])


def test_whatever_stands_in_the_place_of_a_reference_is_answered(scene: Scene, share: Share) -> None:
    wrong = []
    for door in DOORS:
        if not door.about:
            continue
        marks = [f"mark{place}" if one in scene.refs else "7" for place, one in enumerate(door.about)]
        written = reverse(door.name, args=marks)
        for what, payload in payloads(share, door, "reference").items():
            address = written
            for mark in marks:
                value = quote(payload[:2000], safe="") if mark != "7" else "9" * 40
                address = address.replace(f"/{mark}/", f"/{value}/")
            for method in ("get", "post"):
                client = scene.client(entitled(door, method))
                cookies = client.cookies.copy()
                with undone():
                    found = complaint(getattr(client, method)(address))
                client.cookies = cookies
                wrong += [f"{method.upper()} {door.title}, {what}: {found}"] if found else []
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("what", sorted(TYPED))
def test_whatever_stands_in_a_cookie_or_a_header_is_answered(db: None, what: str) -> None:
    value = TYPED[what][:3000].decode("latin-1").replace("\r", "").replace("\n", "")
    for header in (
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_REFERER",
        "HTTP_USER_AGENT",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_HX_REQUEST",
    ):
        assert complaint(Client(raise_request_exception=False).get("/sign-in/", **{header: value})) == ""
    cookies = "; ".join(
        f"{name}={value}" for name in ("rapport_session", "rapport_csrf", "rapport_language", "messages")
    )
    client = Client(raise_request_exception=False)
    assert complaint(client.get("/walk/", HTTP_COOKIE=cookies)) == ""
    assert complaint(client.get("/sign-in/", HTTP_COOKIE=cookies)) == ""


def test_an_error_of_ours_a_script_and_a_way_out_are_seen() -> None:
    assert complaint(HttpResponse(status=503))
    assert complaint(HttpResponse(TYPED["a script"]))
    assert complaint(HttpResponse(status=302, headers={"Location": "//elsewhere.example/"}))
    assert complaint(HttpResponse("&lt;script&gt;alert(1)")) == ""


def test_the_fields_of_every_form_are_found() -> None:
    importlib.import_module("rapport.instance.urls")
    assert {"passphrase", "again", "posting", "next"} <= fields_of("access")
    assert {"seen", "told", "view", "find", "do", "version", "side", "keep"} <= fields_of("reporting")
    assert {"items", "person", "question", "phrase", "title", "more"} <= fields_of("intelligence")
    assert {"outcome", "grounds", "reason", "ends_on", "m0-what"} <= fields_of("conference")
    assert {"pace", "post", "approach", "ground", "lines", "after", "percent", "noted", "exercise"} <= fields_of(
        "training"
    )
