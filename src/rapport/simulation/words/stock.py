"""The stock of words: what stands in the files of this folder, typed, checked and loaded once."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
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
class Hours:
    """From when until when of a day something may happen, in minutes since midnight; the end is not in it."""

    start: int = 0
    end: int = 24 * 60

    def hold(self, clock: str) -> bool:
        """Whether a time of day ("07:00") lies in them."""
        hour, minute = clock.split(":")
        return self.start <= int(hour) * 60 + int(minute) < self.end

    @classmethod
    def of(cls, raw: Sequence[int] | None) -> "Hours":
        """As a file says it: two whole hours, or nothing for all day."""
        return cls() if raw is None else cls(raw[0] * 60, raw[1] * 60)


@dataclass(frozen=True)
class Occasion:
    """A pair of beginnings, the same but for everyday religious practice."""

    id: str
    marked: Text
    plain: Text
    hours: Hours


@dataclass(frozen=True)
class Movement:
    """A movement that does not exist, of one of four kinds, and what an officer should know of it."""

    id: str
    kind: str
    name: Text
    about: Text


@dataclass(frozen=True)
class Ordinary:
    """Something that belongs to nobody's case. Families F to I are welfare and good news, D and E context; None is just
    life.
    """

    id: str
    family: str | None
    channel: str
    places: frozenset[str]
    wordings: tuple[Text, ...]
    hours: Hours

    @cached_property
    def needs_movement(self) -> bool:
        """Whether a movement is named."""
        return any("{m}" in text for wording in self.wordings for text in wording.values())

    @cached_property
    def needs_other(self) -> bool:
        """Whether a second man is named."""
        return any("{b" in text for wording in self.wordings for text in wording.values())


@dataclass(frozen=True)
class Provenance:
    """How a claim came to us, with the admissible 4x4 codes; the first wording is drill A's, the second B's."""

    id: str
    source: tuple[str, ...]
    information: tuple[str, ...]
    corroborated: bool
    wordings: tuple[Text, ...]


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
class Retold:
    """What a colleague's report needs beside its sentences: a man without his name, in each language's cases, and how
    one says that a colleague told it.
    """

    somebody: Text
    declined: Mapping[str, Mapping[str, str]]
    heard: tuple[Text, ...]


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
    movements: tuple[Movement, ...]
    provenances: tuple[Provenance, ...]
    retold: Retold
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
            [(o.id, o.hours.start, o.hours.end) for o in self.occasions],
            [o.hours.end for o in self.ordinary],
            [
                (
                    o.id,
                    o.family,
                    o.channel,
                    sorted(o.places),
                    o.needs_other,
                    o.needs_movement,
                    o.hours.start,
                    o.hours.end,
                )
                for o in self.ordinary
            ],
            [(t.id, t.trust, len(t.wordings)) for t in self.talk],
            [(m.id, len(m.wordings)) for m in self.mornings.values()],
            len(self.rest_of_day),
            [s.id for s in self.surnames],
            [latin for latin, _ in self.initials],
            list(self.nicknames),
            [(m.id, m.kind) for m in self.movements],
            len(self.retold.heard),
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
    def by_movement(self) -> Mapping[str, Movement]:
        """Movements by id."""
        return {movement.id: movement for movement in self.movements}

    @cached_property
    def by_provenance(self) -> Mapping[str, Provenance]:
        """Provenances by id."""
        return {provenance.id: provenance for provenance in self.provenances}

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
        for movement in self.movements:
            yield from (("movements", text) for text in (movement.name, movement.about))
        for provenance in self.provenances:
            yield from (("provenances", text) for text in provenance.wordings)
        yield from (("reports", text) for text in (self.retold.somebody, *self.retold.heard))

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
            *("rest_of_day", "surnames", "nicknames", "places", "lesson", "movements"),
            *("provenances", "reports"),
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
        occasions=tuple(
            Occasion(o["id"], o["marked"], o["plain"], Hours.of(o.get("hours"))) for o in raw["occasions"]["occasions"]
        ),
        ordinary=tuple(
            Ordinary(
                o["id"],
                o["family"],
                o["channel"],
                frozenset(o["places"]),
                tuple(o["wordings"]),
                Hours.of(o.get("hours")),
            )
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
        movements=tuple(Movement(m["id"], m["kind"], m["name"], m["about"]) for m in raw["movements"]["movements"]),
        provenances=tuple(
            Provenance(p["id"], tuple(p["source"]), tuple(p["information"]), p["corroborated"], tuple(p["wordings"]))
            for p in raw["provenances"]["provenances"]
        ),
        retold=Retold(raw["reports"]["somebody"], raw["reports"]["declined"], tuple(raw["reports"]["heard"])),
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
        if happening.family not in {None, "D", "E", "F", "G", "H", "I"}:
            raise ValueError(
                f"ordinary.yaml: {happening.id!r} is ordinary life and cannot be of family {happening.family!r}"
            )
    for name, text in words.texts():
        if "en" not in text or "ru" not in text:
            raise ValueError(f"{name}.yaml: a translation is missing in {dict(text)!r}")
