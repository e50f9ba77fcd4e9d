"""Checks at the start: a signpost that leads nowhere would break every page, so it stops the start instead."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse

from rapport.interface.navigation import account_entries, entries


@register(Tags.urls)
def signposts_lead_somewhere(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every declared entry names an address that exists."""
    del app_configs  # a signpost may lead into any room, so all are checked whatever was asked
    declared = [(room, entry.url_name) for room, entry in entries()]
    declared += [(room, act.url_name) for room, act in account_entries()]
    return [
        Error(
            f"{room.name} declares a navigation entry to {url_name!r}, which is no address.",
            id="rapport.interface.E001",
        )
        for room, url_name in declared
        if not _exists(url_name)
    ]


def _exists(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
