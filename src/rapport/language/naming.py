"""What the words of a written name are to each other: names, initials, and whose child the person is called.

*Асан уулу Бакыт*, *Бакыт Асанович*, *Токтогулов Б. А.*: the father's name is held apart from the person's own names,
because left out and contradicted are two different things.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

from rapport.language.lexicon import without_case
from rapport.language.sounds import readings
from rapport.language.tables import load

# A word, with its inner hyphens and apostrophes and the full stop of an abbreviation.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’‘ʻʼ`´][^\W\d_]+)*\.?")
# *O Connor* is *O'Connor*; with a full stop it is an initial.
_O_OF_A_CLAN = re.compile(r"\bO (?=[A-Z][a-z]{3})")
LONGEST_INITIAL = 3
MOST_NAMES = 5


@dataclass(frozen=True)
class Father:
    """The father's name: `word` as written, `sounds` without the ending, `child` son or daughter, said by a
    `particle` (уулу, кызы) or by a patronymic's ending.
    """

    word: str
    sounds: tuple[str, ...]
    child: str
    particle: bool


@dataclass(frozen=True)
class WrittenName:
    """The person's own names in the order written, an initial of the given name, the father or his initial."""

    names: tuple[str, ...]
    initial: str = ""
    father: Father | None = None
    father_initial: str = ""

    @property
    def parts(self) -> int:
        """How many things the name says."""
        return len(self.names) + sum(map(bool, (self.initial, self.father, self.father_initial)))


@lru_cache(maxsize=16_384)
def parse(text: str) -> WrittenName:
    """Take a written name apart. Titles are dropped; more than five names are cut to the first five."""
    names: list[str] = []
    initials: list[str] = []
    father: Father | None = None
    for word in _words(text):
        child = _child_of().get(word if word.endswith(".") else word.lower())
        if child and names:
            own = names.pop()
            father = Father(own, readings(own), child, particle=True)
        elif _is_title(word):
            continue
        elif _is_initial(word):
            initials.append(word.rstrip("."))
        elif father is None and (patronymic := _patronymic(word)):
            father = patronymic
        else:
            names.append(word.rstrip("."))
    if father is not None and not father.particle and not names:
        names, father = [father.word], None
    given = initials.pop(0) if initials and len(names) < 2 else ""
    return WrittenName(tuple(names[:MOST_NAMES]), given, father, initials[0] if initials else "")


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(_O_OF_A_CLAN.sub("O'", normalize("NFC", text))):
        for part in _unglued(word):
            words.append(part)
    return _joined(words)


def _joined(words: list[str]) -> list[str]:
    """*De La Cruz* and *Le Goff* are one word each, as some write them."""
    found: list[str] = []
    before = ""
    for word in words:
        if word.isascii() and word.lower() in load("names")["before_family"]:
            before += word
        elif before and word.endswith("."):
            found, before = [*found, before, word], ""
        else:
            found, before = [*found, before + word], ""
    return [*found, before] if before else found


def _unglued(word: str) -> list[str]:
    """*Асануулу*, *Али-оглы* and *Jean-Pierre* are two words."""
    lower = word.lower()
    for particle in load("names")["glued"]:
        own = lower.removesuffix(particle).rstrip("-")
        if lower.endswith(particle) and len(own) >= LONGEST_INITIAL:
            return [own, particle]
    parts = word.split("-")
    return parts if word.isascii() and all(len(part) >= LONGEST_INITIAL for part in parts) else [word]


def _is_title(word: str) -> bool:
    """A title of one letter only in lower case: *Г.* is an initial."""
    bare = word.rstrip(".")
    return (bare if len(bare) == 1 else bare.lower()) in load("names")["titles"]


def _is_initial(word: str) -> bool:
    letters = word.rstrip(".")
    return len(letters) == 1 or (word.endswith(".") and len(letters) <= LONGEST_INITIAL)


def _patronymic(word: str) -> Father | None:
    for written in (word, *(base for base, _ in without_case(word))):
        for sound in readings(written):
            for ending, leaves, child in _patronymic_endings():
                if sound.endswith(ending) and len(sound) > len(ending):
                    return Father(word, (sound.removesuffix(ending) + leaves,), child, particle=False)
    return None


@cache
def _child_of() -> dict[str, str]:
    """Particle → son or daughter. Abbreviated ones (*у.*, *к.*) only in lower case: *К.* is an initial."""
    table = load("names")["child_of"]
    return {particle: child for child, particles in table.items() for particle in particles}


@cache
def _patronymic_endings() -> tuple[tuple[str, str, str], ...]:
    """Longest first, as sounds."""
    rows = [
        (readings(row["ending"])[0], "".join(readings(row["leaves"])), row["of"])
        for row in load("names")["patronymics"]
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
