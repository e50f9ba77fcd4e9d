"""Warming: what a process needs when its first page is asked for, read before anybody asks.

Else the first reader pays: the catalogues, the templates, the lists and tables of the rooms were a quarter of a second
of somebody's first act. A room lists what it reads once under `first_needed`: functions that take nothing.
All that stands then stays as long as the process, so the collector of what is no longer used looks at it no more.
"""

from __future__ import annotations

import gc
from functools import cache
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string

OURS = Path(__file__).resolve().parent.parent
MADE_BETWEEN_LOOKS = 10_000
"""Objects that come to be before the collector looks again. A page makes thousands and lets go of them by itself; at
Python's 700 the collector looked through all that a process keeps in the middle of every third end of a day."""


@cache
def warm() -> None:
    """Read all of it, once in a process; one that is forked from it has it too. Asks nothing of the database."""
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Sign in")
            _ = get_resolver().reverse_dict  # the addresses are put together once for each language
    for name in templates():
        get_template(name)
    for path in chain.from_iterable(getattr(room, "first_needed", ()) for room in apps.get_app_configs()):
        import_string(path)()
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BETWEEN_LOOKS, *gc.get_threshold()[1:])


def templates() -> list[str]:
    """Every template of the rooms, by the name under which it is asked for."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    ours = [folder for folder in folders if folder.is_relative_to(OURS)]
    return sorted({str(page.relative_to(folder)) for folder in ours for page in folder.rglob("*.html")})
