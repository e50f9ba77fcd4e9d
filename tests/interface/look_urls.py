"""Addresses of the room by itself, with an officer in front of the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from rapport.interface.navigation import AccountAct, NavEntry


@dataclass(frozen=True)
class Officer:
    roles: frozenset[str] = frozenset({"OFFICER"})
    label: str = "Officer 3 · B wing"


def an_officer(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def seated(request: HttpRequest) -> HttpResponse:
        request.viewer = Officer()  # type: ignore[attr-defined]
        return answer(request)

    return seated


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


room = apps.get_app_config("interface")
room.navigation = [  # type: ignore[attr-defined]
    NavEntry("Shift", "interface:look", order=1),
    NavEntry("My reports", "elsewhere", roles=frozenset({"OFFICER"}), order=2),
    NavEntry("Queue", "elsewhere", roles=frozenset({"INTELLIGENCE"}), order=3),
    NavEntry("Search", "elsewhere", order=4),
    NavEntry("Register", "elsewhere", order=5),
]
room.account = [AccountAct("Sign out", "elsewhere", method="post")]  # type: ignore[attr-defined]
urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    path("", include("rapport.interface.urls")),
    path("elsewhere/", elsewhere, name="elsewhere"),
]
