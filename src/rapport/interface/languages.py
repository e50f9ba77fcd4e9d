"""The languages of the pages, each under its own name, and whether a speaker has reviewed its texts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from django.conf import settings
from django.utils.translation import get_language, get_language_info

import rapport

REVIEWED = Path(rapport.__file__).parent / "language" / "reviewed.yaml"


@dataclass(frozen=True)
class Language:
    """One choice of the language switch. `name` is the language's own name, as its speakers look for it."""

    code: str
    name: str
    chosen: bool


@cache
def _reviews(path: Path) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load(path.read_text(encoding="utf-8")))


def languages() -> tuple[Language, ...]:
    """All languages of this instance, in the order of its settings."""
    chosen = get_language()
    return tuple(Language(code=code, name=_own_name(code), chosen=code == chosen) for code, _ in settings.LANGUAGES)


def _own_name(code: str) -> str:
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def needs_review(code: str | None) -> bool:
    """Whether the page must say that no speaker has reviewed its texts. Their first language needs no review."""
    reviews = _reviews(REVIEWED)
    return code is not None and code != reviews["source"] and code not in (reviews["reviewed"] or {})
