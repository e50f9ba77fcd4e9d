"""What the words of a written name are to each other: names, initials, and whose child the person is called.

*Асан уулу Бакыт*, *Бакыт Асанович*, *Токтогулов Б. А.*: the father's name is held apart from the person's own names,
because left out and contradicted are two different things.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

from rapport.language.lexicon import is_given, is_given_sound, without_case
from rapport.language.sounds import folded, is_cyrillic, readings
from rapport.language.tables import load

# A word, with its inner hyphens and apostrophes and the full stop of an abbreviation.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’‘ʻʼ`´][^\W\d_]+)*[`´]?\.?")
# *O Connor* is *O'Connor*; with a full stop it is an initial.
_O_OF_A_CLAN = re.compile(r"\bO (?=[A-Z][a-z]{3})")
# *РыжовА.П.*, *РыжовАнтон*: the blank was not typed.
_NO_BLANK = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ]\.)|(?<=[a-zа-яё]{4})(?=[A-ZА-ЯЁ][a-zа-яё]{2})")
# A nought and a three among letters are О and З.
_DIGIT = re.compile(r"(?<=[^\W\d_])[03](?=[^\W\d_])")
_STROKE = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
LONGEST_INITIAL = 3
LONGEST_SHORTENED = 5
MOST_NAMES = 5
PAIR = 2


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
    """The person's own names in the order written, an initial of the given name, the father or his initial, and what
    tells a father from a son of one name (*Jr.*, *мл.*, *III*).
    """

    names: tuple[str, ...]
    initial: str = ""
    father: Father | None = None
    father_initial: str = ""
    generation: str = ""

    @property
    def parts(self) -> int:
        """How many things the name says."""
        return len(self.names) + sum(map(bool, (self.initial, self.father, self.father_initial)))


@lru_cache(maxsize=16_384)
def parse(text: str) -> WrittenName:
    """Take a written name apart. Titles are dropped; more than five names are cut to the first five."""
    words = _words(text)
    words, generation = _without_generation(words)
    words = _without_titles(words)
    patronymic_at = _patronymic_at(words)
    names: list[str] = []
    initials: list[str] = []
    father: Father | None = None
    for at, word in enumerate(words):
        child = _child_of().get(word if word.endswith(".") else word.lower())
        if child and names:
            own = names.pop()
            father = Father(own, readings(own), child, particle=True)
        elif _is_initial(word):
            initials.append(word.rstrip("."))
        elif at == patronymic_at and father is None:
            father = father_in(word)
        else:
            names.append(word.rstrip("."))
    if father is not None and not father.particle and not names and not initials:
        names, father = [father.word], None
    given = initials.pop(0) if initials and len(names) < PAIR else ""
    return WrittenName(tuple(names[:MOST_NAMES]), given, father, initials[0] if initials else "", generation)


def _patronymic_at(words: list[str]) -> int:
    """Which word is the patronymic, or -1. *Абрамович Роман*, *Абрамович Роман Аркадьевич*: some families end so too;
    what stands first and is followed by names is a family, and of two that are left the one from a known father.
    """
    found = [at for at, word in enumerate(words) if not _is_initial(word) and father_in(word)]
    if len(found) > 1 or (found and len(words) > 1):
        found = [at for at in found if at > 0] or []
    known = [at for at in found if any(is_given_sound(sound) for sound in _sounds_of_father(words[at]))]
    return next(iter(known or found), -1)


def _sounds_of_father(word: str) -> tuple[str, ...]:
    father = father_in(word)
    return father.sounds if father else ()


def _words(text: str) -> list[str]:
    text = _O_OF_A_CLAN.sub("O'", normalize("NFC", text))
    text = _DIGIT.sub(lambda digit: {"0": "o", "3": "з"}[digit[0]], text)
    text = _STROKE.sub(r"\1-\2", text)
    words: list[str] = []
    for word in _WORD.findall(text):
        for apart in _typed_together(word):
            words.extend(_unglued(apart))
    return _joined(_with_pairs(words))


def _typed_together(word: str) -> list[str]:
    parts = _NO_BLANK.split(word)
    clans = load("names")["before_family"]
    return [word] if len(parts) == 1 or folded(parts[0]) in clans else parts


def _with_pairs(words: list[str]) -> list[str]:
    """*Рыжов АП*: two capitals beside a name that is not all capitals are two initials."""
    if all(word.isupper() for word in words):
        return words
    return [
        one
        for word in words
        for one in (word if len(word) == PAIR and word.isupper() and word.isalpha() and not _is_known(word) else [word])
    ]


def _is_known(word: str) -> bool:
    table = load("names")
    return word.lower() in table["generations"] or _is_title(word)


def _joined(words: list[str]) -> list[str]:
    """*De La Cruz* and *Le Goff* are one word each, as some write them: *De-La-Cruz*, so that the parts are known."""
    found: list[str] = []
    before: list[str] = []
    for word in words:
        if word.lower() in load("names")["before_family"]:
            before.append(word)
        elif before and word.endswith("."):
            found, before = [*found, "-".join(before), word], []
        elif found and found[-1].lower() in load("names")["servant"] and before:
            found, before = [*found[:-1], _servant_of(found[-1], word)], []
        else:
            found, before = [*found, "-".join([*before, word])], []
    return [*found, "-".join(before)] if before else found


def _servant_of(word: str, whose: str) -> str:
    """*Abd al-Rahman*, *Абд аль-Азиз* are written together as well, with a vowel between."""
    return word + ("у" if is_cyrillic(word) else "u") + whose


def without_particle(word: str) -> str:
    """*al-Rashid*, *De-La-Cruz* without what stands before the family name; the word itself where nothing does."""
    *before, own = word.split("-")
    return own if all(part.lower() in load("names")["before_family"] for part in before) else word


def _unglued(word: str) -> list[str]:
    """*Асануулу*, *Али-оглы* and *al-Rashid* are two words; *Jean-Pierre* and *Рыжова-Котова* are one of two parts."""
    lower = word.lower()
    if lower.endswith(_glued()):
        for particle in _glued():
            own = word[: -len(particle)].rstrip("-")
            if lower.endswith(particle) and len(own) >= LONGEST_INITIAL:
                return [own, particle]
    if "-" not in word:
        return [word]
    parts = word.split("-")
    if parts[0].lower() in load("names")["with_hyphen"]:
        return [load("names")["article"][int(is_cyrillic(word))], *parts[1:]]
    if any(part.lower() in load("names")["before_family"] for part in parts):
        return parts
    return [word]


def _without_titles(words: list[str]) -> list[str]:
    """Titles that are nothing else are dropped; those that are names too only where two other words are left."""
    kept = [word for word in words if not _is_title(word)]
    doubtful = load("names")["titles_or_names"]
    fewer = [word for word in kept if word.rstrip(".").lower() not in doubtful]
    return fewer if len(fewer) < len(kept) and sum(not _is_initial(word) for word in fewer) >= PAIR else kept


def _without_generation(words: list[str]) -> tuple[list[str], str]:
    """What comes after a name, or its first given name, and tells father and son apart."""
    table = load("names")["generations"]
    for at in range(len(words) - 1, 0, -1):
        word = words[at]
        said = table.get(word.lower(), "")
        if said and (len(word.rstrip(".")) > 1 or word.isupper()) and (at == len(words) - 1 or word.endswith(".")):
            return words[:at] + words[at + 1 :], str(said)
    return words, ""


def _is_title(word: str) -> bool:
    """A title of one letter only in lower case: *Г.* is an initial."""
    bare = word.rstrip(".")
    return (bare if len(bare) == 1 else bare.lower()) in load("names")["titles"]


def _is_initial(word: str) -> bool:
    """One letter, or a name shortened with a full stop: *Ант.*; a whole name at the end of a sentence is none."""
    letters = word.rstrip(".")
    if len(letters) == 1 or not word.endswith("."):
        return len(letters) == 1
    return len(letters) <= LONGEST_INITIAL or (len(letters) <= LONGEST_SHORTENED and not is_given(letters))


@lru_cache(maxsize=16_384)
def father_in(word: str) -> Father | None:
    """The father whom a patronymic names, or nothing."""
    if is_given(word):
        return None
    if spoken := load("names")["patronymics_as_spoken"].get(folded(word)):
        return father_in(spoken)
    if not any(part in sound for sound in readings(word) for part in _IN_PATRONYMICS):
        return None
    written = (word, *(base for base, _ in without_case(word)))
    for one in written:
        for sound in readings(one):
            for ending, leaves, child in _patronymic_endings():
                if sound.endswith(ending) and len(sound) > len(ending):
                    return Father(word, (sound.removesuffix(ending) + leaves,), child, particle=False)
            bare = sound.removesuffix(_SPOKEN)
            if sound.endswith(_SPOKEN) and (is_given_sound(bare) or is_given_sound(bare + "i")):
                return Father(word, (bare,), "son", particle=False)
    return None


_IN_PATRONYMICS = ("iC", "ovn", "evn")
_SPOKEN = "iC"
"""*Иваныч*, *Сергеич*: how -ович is said."""


@cache
def _glued() -> tuple[str, ...]:
    return tuple(sorted(load("names")["glued"], key=len, reverse=True))


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
