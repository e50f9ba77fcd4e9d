"""Every text of a language that a speaker reviews, pages and data alike, each under a key that stays the same."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rapport.instance import texts_catalogue as catalogues
from rapport.instance import texts_wording as data
from rapport.instance.words import LOCALE

_HOLES = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*(?::\w+)?\}|</?\w+[^>]*>")
_CASES = {"ru": {"gen", "dat", "acc", "ins", "pre"}, "ky": {"gen", "dat", "acc", "loc", "abl"}, "fr": set[str]()}


@dataclass(frozen=True)
class Entry:
    """One text: its key, where it is shown, its English, the translation, and the place to which a correction goes."""

    key: str
    part: str
    english: str
    text: str
    place: tuple[catalogues.Key, int] | data.Said

    @property
    def fingerprint(self) -> str:
        """Changes when the English or the translation does: then a review no longer holds."""
        return hashlib.sha256(f"{self.english}\0{self.text}".encode()).hexdigest()[:16]


def entries(language: str, *, locale: Path = LOCALE, source: Path = data.SOURCE) -> list[Entry]:
    """All texts of a language: those of the pages in the catalogue's order, then those of the data files."""
    return [*_of_pages(language, locale), *_of_data(language, source)]


def _of_pages(language: str, locale: Path) -> list[Entry]:
    found = []
    for message in catalogues.messages(catalogues.catalogue_file(language, folder=locale)):
        key = catalogues.key_of(message)
        context, english = key
        named = hashlib.sha256(repr(key).encode()).hexdigest()[:12]
        forms = catalogues.forms_of(message)
        for number, text in enumerate(forms):
            form = f"#{number}" if isinstance(english, tuple) else ""
            shown = " | ".join(english) if isinstance(english, tuple) else english
            part = f"pages ({context})" if context else "pages"
            found.append(Entry(f"page:{named}{form}", part, shown, text, (key, number)))
    return found


def _of_data(language: str, source: Path) -> list[Entry]:
    return [
        Entry(f"{said.file.relative_to(source).as_posix()}:{said.path}", said.file.stem, said.english, said.text, said)
        for said in data.wordings(language, source=source)
    ]


def wrong_holes(entry: Entry, text: str, language: str) -> str:
    """What is wrong with the placeholders of a correction, as "{b} is missing", or nothing.

    What the software fills in must be the same as before. In the prison's words a name may ask for another case.
    """
    fills_names = isinstance(entry.place, data.Said)
    was, now = (Counter(_holes(said, fills_names=fills_names)) for said in (entry.text or entry.english, text))
    gone = [f"{hole} is missing" for hole in sorted((was - now).elements())]
    new = [f"{hole} was not there before" for hole in sorted((now - was).elements())]
    cases = [hole for hole in _HOLES.findall(text) if fills_names and ":" in hole and hole[1] in "ab"]
    unknown = [f"{hole} asks for no case of this language" for hole in cases if hole[3:-1] not in _CASES[language]]
    return ", ".join([*gone, *new, *unknown])


def _holes(text: str, *, fills_names: bool) -> list[str]:
    holes = _HOLES.findall(text)
    return [re.sub(r":\w+\}", "}", hole) if fills_names else hole for hole in holes]
