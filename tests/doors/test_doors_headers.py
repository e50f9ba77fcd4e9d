"""What every answer carries, pages and refusals and files alike: what a browser may do with it, and who may keep it.

Source: OWASP Secure Headers Project; W3C, Content Security Policy Level 3.
"""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from doors_scene import Scene
from doors_share import Share
from doors_table import DOORS
from test_doors_matrix import ask

KEPT_BY_NOBODY = ("author", "writer", "governor@here", "player", "inspector@abroad")
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
NOTHING_AT_ALL = {"default-src 'none'", "sandbox"}
"""Stricter still: for a file that somebody sent, which is never shown by us."""


def lacking(answer: HttpResponse) -> list[str]:
    """What an answer ought to carry and does not."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    found = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    policy = {one.strip() for one in answer.headers.get("Content-Security-Policy", "").split(";")}
    if (policy != NOTHING_AT_ALL and not policy >= POLICY) or any("unsafe" in one or "*" in one for one in policy):
        found.append("Content-Security-Policy")
    for name, cookie in answer.cookies.items():
        if cookie["max-age"] == 0:
            continue  # taken back, and empty
        if cookie["samesite"] not in {"Lax", "Strict"}:
            found.append(f"cookie {name}: SameSite")
        if name == "rapport_session" and not cookie["httponly"]:
            found.append(f"cookie {name}: HttpOnly")
    return found


def test_every_door_answers_with_the_headers_of_the_house(scene: Scene, share: Share) -> None:
    wrong = []
    for door in DOORS:
        for method in ("get", "post"):
            for standing in share.among(("signed-out", *KEPT_BY_NOBODY), door.title, method) or ("author",):
                answer = ask(scene, door, method, standing, scene.refs)
                found = lacking(answer)
                signed_in = standing != "signed-out" and door.name not in {"access:sign_out"}
                if signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
                    found.append("no-store")
                wrong += [f"{method.upper()} {door.title} as {standing}: {one}" for one in found]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/no/such/page/", "/static/interface/built/rapport.css", "/static/interface/page.js", "/static/nothing.css"],
)
def test_files_and_what_is_missing_carry_them_too(client: Client, address: str) -> None:
    assert lacking(client.get(address)) == []


@pytest.mark.django_db
def test_a_broken_request_and_a_forged_form_carry_them_too(client: Client) -> None:
    assert lacking(client.get("/sign-in/", headers={"Host": "elsewhere.example"})) == []
    forged = Client(enforce_csrf_checks=True).post("/sign-out/")
    assert forged.status_code == 403
    assert lacking(forged) == []


@pytest.mark.django_db
def test_a_page_that_broke_carries_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError("broken on purpose")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr("rapport.access.views.entering.cast", broken)
    answer = client.get("/sign-in/")
    assert answer.status_code == 500
    assert lacking(answer) == []
    assert "broken on purpose" not in answer.content.decode()


def test_an_answer_without_them_is_seen() -> None:
    bare = HttpResponse()
    bare.set_cookie("rapport_session", "x", samesite="None")
    assert len(lacking(bare)) == 7
    lax = HttpResponse(headers={"Content-Security-Policy": "; ".join([*POLICY, "script-src 'self' 'unsafe-inline'"])})
    assert "Content-Security-Policy" in lacking(lax)
