"""Words: what an officer reads, composed from short reviewed sentences in four languages.

A passage is  [occasion] + one act + one sentence for each cue that is present,  at most 25 words in every language.
The occasion (with or without a marker of everyday religious practice) is a part of its own, so that a marker changes
nothing else. Events hold a *wording*: which sentences, about whom. The sentences themselves stand in the YAML files
of this folder and may be corrected without changing any byte of a world; adding or removing one changes the
vocabulary's `shape` and with it the hash of every scenario.

A text that is not yet written in a language is shown in the nearest one that is (`NEAREST`); `Vocabulary.missing`
counts them.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "ru", "ky", "fr")
NEAREST = {"en": ("en",), "ru": ("ru", "en"), "ky": ("ky", "ru", "en"), "fr": ("fr", "en")}
CUES = ("kept_away", "asked_return", "hidden")
LONGEST = 25
_CYRILLIC = frozenset({"ru", "ky"})
_PLACEHOLDER = re.compile(r"\{([ab])(?::(\w+))?\}")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Text = Mapping[str, str]
Wording = Mapping[str, Any]
People = Any  # an Arrow table, or any mapping of column name to a sequence


@dataclass(frozen=True)
class Act:
    """Something a man can be seen or heard doing, innocent or not. `family` is that of conduct (A, B or C)."""

    id: str
    family: str
    channel: str
    salience_milli: int
    places: frozenset[str]
    title: Text
    wordings: tuple[Text, ...]


@dataclass(frozen=True)
class Cue:
    """A short sentence that may follow any act."""

    id: str
    title: Text
    wordings: tuple[Text, ...]


@dataclass(frozen=True)
class Occasion:
    """A pair of beginnings, the same but for everyday religious practice."""

    id: str
    marked: Text
    plain: Text


@dataclass(frozen=True)
class Ordinary:
    """Something that belongs to nobody's case. Families F to I are welfare and good news; None is just life."""

    id: str
    family: str | None
    channel: str
    places: frozenset[str]
    wordings: tuple[Text, ...]

    @cached_property
    def needs_other(self) -> bool:
        """Whether a second man is named."""
        return any("{b" in text for wording in self.wordings for text in wording.values())


@dataclass(frozen=True)
class Answer:
    """What a man may answer who trusts staff this much (0 low, 1 middle, 2 high)."""

    id: str
    trust: int
    wordings: tuple[Text, ...]


@dataclass(frozen=True)
class Morning:
    """A line of the morning: what yesterday's acts changed."""

    id: str
    wordings: tuple[Text, ...]


@dataclass(frozen=True)
class Surname:
    """A surname in both scripts, declined where its language declines."""

    id: str
    latin: str
    forms: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All the words a world can speak."""

    acts: tuple[Act, ...]
    cues: tuple[Cue, ...]
    occasions: tuple[Occasion, ...]
    ordinary: tuple[Ordinary, ...]
    talk: tuple[Answer, ...]
    mornings: Mapping[str, Morning]
    rest_of_day: tuple[Text, ...]
    surnames: tuple[Surname, ...]
    initials: tuple[tuple[str, str], ...]
    nicknames: Mapping[str, Text]
    approaches: Mapping[str, Mapping[str, Text]]
    kinds: Mapping[str, Text]
    lesson: dict[str, Any]
    reviewed: Mapping[str, Mapping[str, Any]]

    @cached_property
    def shape(self) -> str:
        """A hash of what decides draws: ids, families, channels, places and counts; never the sentences."""
        parts = [
            [(a.id, a.family, a.channel, a.salience_milli, sorted(a.places), len(a.wordings)) for a in self.acts],
            [(c.id, len(c.wordings)) for c in self.cues],
            [o.id for o in self.occasions],
            [(o.id, o.family, o.channel, sorted(o.places), o.needs_other) for o in self.ordinary],
            [(t.id, t.trust, len(t.wordings)) for t in self.talk],
            [(m.id, len(m.wordings)) for m in self.mornings.values()],
            len(self.rest_of_day),
            [s.id for s in self.surnames],
            [latin for latin, _ in self.initials],
            list(self.nicknames),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @cached_property
    def by_act(self) -> Mapping[str, Act]:
        """Acts by id."""
        return {act.id: act for act in self.acts}

    @cached_property
    def by_ordinary(self) -> Mapping[str, Ordinary]:
        """Ordinary happenings by id."""
        return {happening.id: happening for happening in self.ordinary}

    @cached_property
    def by_surname(self) -> Mapping[str, Surname]:
        """Surnames by id."""
        return {surname.id: surname for surname in self.surnames}

    @cached_property
    def by_answer(self) -> Mapping[str, Answer]:
        """Answers by id."""
        return {answer.id: answer for answer in self.talk}

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every sentence with the name of its file."""
        for act in self.acts:
            yield from (("acts", text) for text in (act.title, *act.wordings))
        for cue in self.cues:
            yield from (("cues", text) for text in cue.wordings)
        for occasion in self.occasions:
            yield from (("occasions", text) for text in (occasion.marked, occasion.plain))
        for happening in self.ordinary:
            yield from (("ordinary", text) for text in happening.wordings)
        for answer in self.talk:
            yield from (("talk", text) for text in answer.wordings)
        for morning in self.mornings.values():
            yield from (("mornings", text) for text in morning.wordings)
        yield from (("rest_of_day", text) for text in self.rest_of_day)

    def missing(self, language: str) -> int:
        """How many sentences are not yet written in this language."""
        return sum(language not in text for _, text in self.texts())

    def family(self, act: str) -> str | None:
        """The family of an act or an ordinary happening; None for plain life, talk and whatever is unknown."""
        if act in self.by_act:
            return self.by_act[act].family
        return self.by_ordinary[act].family if act in self.by_ordinary else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words that ship."""
    return load(FOLDER)


def load(folder: Path) -> Vocabulary:
    """The words of a folder. Raises `ValueError` naming the file if one of them cannot be used."""
    raw = {
        name: yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe
        for name in (
            *("acts", "cues", "occasions", "ordinary", "talk", "mornings"),
            *("rest_of_day", "surnames", "nicknames", "places", "lesson"),
        )
    }
    try:
        words = _vocabulary(raw)
    except (KeyError, TypeError) as error:
        raise ValueError(f"the words in {folder.name} cannot be used: {error!r} is missing or malformed") from error
    _check(words)
    return words


def _vocabulary(raw: Mapping[str, Any]) -> Vocabulary:
    lesson = {key: value for key, value in raw["lesson"].items() if key != "reviewed"}
    return Vocabulary(
        acts=tuple(
            Act(
                a["id"],
                a["family"],
                a["channel"],
                round(a["salience"] * 1000),
                frozenset(a["places"]),
                a["title"],
                tuple(a["wordings"]),
            )
            for a in raw["acts"]["acts"]
        ),
        cues=tuple(Cue(c["id"], c["title"], tuple(c["wordings"])) for c in raw["cues"]["cues"]),
        occasions=tuple(Occasion(o["id"], o["marked"], o["plain"]) for o in raw["occasions"]["occasions"]),
        ordinary=tuple(
            Ordinary(o["id"], o["family"], o["channel"], frozenset(o["places"]), tuple(o["wordings"]))
            for o in raw["ordinary"]["ordinary"]
        ),
        talk=tuple(
            Answer(t["id"], ("low", "middle", "high").index(t["trust"]), tuple(t["wordings"]))
            for t in raw["talk"]["talk"]
        ),
        mornings={m["id"]: Morning(m["id"], tuple(m["wordings"])) for m in raw["mornings"]["mornings"]},
        rest_of_day=tuple(raw["rest_of_day"]["rest_of_day"]),
        surnames=tuple(
            Surname(s["id"], s["latin"], {"ru": s["ru"], "ky": s["ky"]}) for s in raw["surnames"]["surnames"]
        ),
        initials=tuple((i["latin"], i["cyrillic"]) for i in raw["surnames"]["initials"]),
        nicknames={n["id"]: {k: n[k] for k in LANGUAGES if k in n} for n in raw["nicknames"]["nicknames"]},
        approaches={
            "with_people" if a["id"] == "people" else a["id"]: {"title": a["title"], "hint": a["hint"]}
            for a in raw["places"]["approaches"]
        },
        kinds={kind["id"]: kind["title"] for kind in raw["places"]["kinds"]},
        lesson=lesson,
        reviewed={name: part.get("reviewed", {}) for name, part in raw.items()},
    )


def _check(words: Vocabulary) -> None:
    if tuple(cue.id for cue in words.cues) != CUES:
        raise ValueError(f"cues.yaml: the cues are {', '.join(CUES)}, in this order")
    for act in words.acts:
        if act.family not in {"A", "B", "C"}:
            raise ValueError(
                f"acts.yaml: only families A, B and C can be a true signal, and {act.id!r} is {act.family!r}"
            )
    for happening in words.ordinary:
        if happening.family not in {None, "F", "G", "H", "I"}:
            raise ValueError(
                f"ordinary.yaml: {happening.id!r} is ordinary life and cannot be of family {happening.family!r}"
            )
    for name, text in words.texts():
        if "en" not in text or "ru" not in text:
            raise ValueError(f"{name}.yaml: a translation is missing in {dict(text)!r}")


# ---- names -------------------------------------------------------------------------------------------------


def _cell(people: People, column: str, person: int) -> Any:
    value = people[column][person]
    return value.as_py() if hasattr(value, "as_py") else value


def person_name(people: People, person: int, language: str, *, case: str = "nom") -> str:
    """ "V. Lasko" or "В. Ласко", in the case a Russian or Kyrgyz sentence asks for."""
    words = vocabulary()
    surname = words.by_surname[_cell(people, "surname", person)]
    initial = _cell(people, "initial", person)
    if language not in _CYRILLIC:
        return f"{initial}. {surname.latin}"
    forms = surname.forms[language]
    return f"{dict(words.initials)[initial]}. {forms.get(case, forms['nom'])}"


def nickname(people: People, person: int, language: str) -> str:
    """The name by which officers know a man, or nothing."""
    known = _cell(people, "nickname", person)
    return _text(vocabulary().nicknames[known], language)[0] if known else ""


# ---- sentences ---------------------------------------------------------------------------------------------


def render(wording: str | Wording, people: People, language: str) -> str:
    """The sentence an officer reads: at most 25 words."""
    return " ".join(parts(wording, people, language))


def parts(wording: str | Wording, people: People, language: str) -> list[str]:
    """The sentences of a wording, one by one: what happened (with its occasion), then a sentence for each cue."""
    what = _wording(wording)
    sentences = [_filled(text, what, people, language) for text in _texts(what)]
    beginning = _occasion(what)
    if beginning is None:
        return sentences
    opening, used = _text(beginning, language)
    first = _texts(what)[0]
    body = sentences[0] if _text(first, used)[0].startswith("{") else sentences[0][:1].lower() + sentences[0][1:]
    return [f"{opening} {body}", *sentences[1:]]


def persons(wording: str | Wording) -> list[int]:
    """The people named in a wording, in order."""
    what = _wording(wording)
    named = {match.group(1) for text in _texts(what) for match in _PLACEHOLDER.finditer(text["en"])}
    return [what[letter] for letter in ("a", "b") if letter in named and what.get(letter, -1) >= 0]


def is_marked(wording: str | Wording) -> bool:
    """Whether the passage mentions everyday religious practice in its occasion."""
    occasion = _wording(wording).get("occasion")
    return bool(occasion and occasion[1])


def title(act: str, language: str) -> str:
    """The short neutral name of an act, for a row of the debrief."""
    return _text(vocabulary().by_act[act].title, language)[0]


def _wording(wording: str | Wording) -> Wording:
    return json.loads(wording) if isinstance(wording, str) else wording


def _text(text: Text, language: str) -> tuple[str, str]:
    for nearest in NEAREST[language]:
        if nearest in text:
            return text[nearest], nearest
    raise KeyError(language)


def _occasion(what: Wording) -> Text | None:
    if "occasion" not in what:
        return None
    which, marked = what["occasion"]
    pair = vocabulary().occasions[which]
    beginning: Text = pair.marked if marked else pair.plain
    return beginning


def _texts(what: Wording) -> list[Text]:
    words, form, variant = vocabulary(), what["form"], what.get("variant", 0)
    if form == "case":
        cues = {cue.id: cue for cue in words.cues}
        return [words.by_act[what["act"]].wordings[variant], *(cues[cue].wordings[k] for cue, k in what["cues"])]
    if form == "ordinary":
        return [words.by_ordinary[what["act"]].wordings[variant]]
    if form == "talk":
        return [words.by_answer[what["act"]].wordings[variant]]
    if form == "morning":
        return [words.mornings[what["act"]].wordings[variant]]
    if form == "rest_of_day":
        return [words.rest_of_day[variant]]
    raise ValueError(f"there is no wording of the form {form!r}")


def _filled(text: Text, what: Wording, people: People, language: str) -> str:
    sentence, used = _text(text, language)
    return _PLACEHOLDER.sub(lambda m: person_name(people, what[m.group(1)], used, case=m.group(2) or "nom"), sentence)
