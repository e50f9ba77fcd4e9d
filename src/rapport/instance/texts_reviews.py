"""Who has read which text, and when. A review holds for the words it was given for: change them, and it lapses.

When every text of a language is reviewed, `language/reviewed.yaml` says so and the pages drop their remark.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from rapport.instance.texts_entries import Entry
from rapport.instance.words import LOCALE

LANGUAGE_ROOM = LOCALE.parent
HEAD = (
    "# Who has read which text and when, from `rapport texts import`. `of` is the mark of the words that were read.\n"
)


@dataclass(frozen=True)
class Review:
    """A speaker has read these words."""

    by: str
    on: date
    of: str


def reviews(language: str, *, room: Path = LANGUAGE_ROOM) -> dict[str, Review]:
    """The reviews of a language by the key of the text."""
    path = _file(language, room)
    kept = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}
    return {key: Review(str(one["by"]), one["on"], str(one["of"])) for key, one in kept.items()}


def holding(entries: Iterable[Entry], kept: Mapping[str, Review]) -> dict[str, Review]:
    """The reviews that still hold: given for the words as they stand now."""
    return {e.key: kept[e.key] for e in entries if e.key in kept and kept[e.key].of == e.fingerprint}


def keep(language: str, entries: list[Entry], found: Mapping[str, Review], *, room: Path = LANGUAGE_ROOM) -> int:
    """Keep these reviews beside those that still hold. Returns how many are new or changed."""
    before = reviews(language, room=room)
    after = {**holding(entries, before), **found}
    news = sum(before.get(key) != review for key, review in after.items())
    if after != before:
        path = _file(language, room)
        path.parent.mkdir(exist_ok=True)
        rows = {key: {"by": r.by, "on": r.on, "of": r.of} for key, r in sorted(after.items())}
        path.write_text(HEAD + yaml.safe_dump(rows, allow_unicode=True, width=10_000), encoding="utf-8")
    _say_whether_complete(language, entries, after, room)
    return news


def _say_whether_complete(language: str, entries: list[Entry], kept: Mapping[str, Review], room: Path) -> None:
    path = room / "reviewed.yaml"
    text = path.read_text(encoding="utf-8")
    said = yaml.safe_load(text)
    complete = {code: dict(one) for code, one in (said["reviewed"] or {}).items() if code != language}
    held = holding(entries, kept)
    if len(held) == len(entries):
        last = max(held.values(), key=lambda review: review.on)
        complete[language] = {"by": ", ".join(sorted({review.by for review in held.values()})), "on": last.on}
    if complete != (said["reviewed"] or {}):
        head = text[: text.index("\nreviewed:") + 1]
        written = yaml.safe_dump({"reviewed": complete}, allow_unicode=True, width=10_000)
        path.write_text(head + written, encoding="utf-8")


def _file(language: str, room: Path) -> Path:
    return room / "reviews" / f"{language}.yaml"
