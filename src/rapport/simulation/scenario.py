"""A scenario: one prison wing, described as data, checked before anybody plays it.

Every parameter of the file carries its source, a publication or the word `assumption`. A file that cannot be played
is refused with a sentence and a line number. Source of the form: rapport's own design; the regime of seven slots is
an assumption.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapport.simulation import plan as parts
from rapport.simulation.scenario_file import ScenarioError, read
from rapport.simulation.tables import milli, threshold
from rapport.simulation.words import Vocabulary, vocabulary

FOLDER = Path(__file__).parent / "scenarios"

__all__ = ["Scenario", "ScenarioError", "names"]


_SHIFT = f"-{parts.SHIFT}"


def names() -> list[str]:
    """The scenarios that ship, by file name: each is a walk, and with `-shift` behind its name the shift of a team."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario ready to be played. Two scenarios are the same when their `hash` is."""

    name: str
    code: str
    version: int
    hash: str
    title: parts.Text
    objectives: tuple[parts.Text, ...]
    notes: tuple[parts.Text, ...]
    form: str
    days: int
    starts: date
    plan: tuple[parts.Place, ...]
    cells: tuple[parts.Cell, ...]
    posts: tuple[parts.Post, ...]
    slots: tuple[parts.Slot, ...]
    played: tuple[tuple[int, int], ...]
    work: Mapping[str, int]
    officers: tuple[parts.OfficerSeat, ...]
    acts: tuple[int, ...]
    movements: tuple[str, ...]
    ordinary: parts.OrdinaryLife
    ties: parts.Ties
    trust: parts.Trust
    cases: parts.CaseForm
    truths: tuple[parts.TruthLevel, ...]
    law: parts.Law
    marked: int
    occasion_share: int
    seeing: parts.Seeing
    colleagues: parts.ColleagueForm
    vocabulary: Vocabulary

    @classmethod
    def load(cls, name_or_path: str | Path, *, words: Vocabulary | None = None) -> "Scenario":
        """A scenario that ships, by name, or any file, by path. Raises `ScenarioError` (with the line) if it cannot
        be played.
        """
        if words is None and isinstance(name_or_path, str) and name_or_path.removesuffix(_SHIFT) in names():
            return _shipped(name_or_path)
        path = Path(name_or_path)
        if not path.exists():
            raise ScenarioError(f"There is no scenario {name_or_path!s}. There are: {', '.join(names())}.")
        stock = words or vocabulary()
        return _build(read(path, words=stock), stock)

    @property
    def population(self) -> int:
        """How many men live here: one for every bed."""
        return sum(cell.beds for cell in self.cells)

    @property
    def lesson(self) -> dict[str, Any]:
        """The first five minutes: three fixed passages and their sentences, as in `words/lesson.yaml`."""
        return self.vocabulary.lesson

    @property
    def landings(self) -> tuple[int, ...]:
        """Place indexes of the landings: what everybody sees at an anchor."""
        return tuple(place.index for place in self.plan if place.kind == "landing")

    def place(self, place_id: str) -> parts.Place:
        """The place with this id."""
        return next(place for place in self.plan if place.id == place_id)

    def post(self, post_id: str) -> parts.Post:
        """The post with this id; `KeyError` if there is none."""
        for post in self.posts:
            if post.id == post_id:
                return post
        raise KeyError(post_id)

    def is_played(self, day: int, slot: int) -> bool:
        """Whether the trainee plays this slot."""
        return (day, slot) in self.played


@lru_cache(maxsize=16)
def _shipped(name: str) -> Scenario:
    raw = read(FOLDER / f"{name.removesuffix(_SHIFT)}.yaml", words=vocabulary())
    return _build(as_shift(raw) if name.endswith(_SHIFT) else raw, vocabulary())


def as_shift(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shift of a team, from the file of a walk: more seats, longer pages, more cases with smaller casts."""
    shift = raw["shift"]
    simulated = [seat for seat in raw["officers"] if seat["simulated"]]
    seats = [{"id": str(k + 1), "simulated": False} for k in range(shift["seats"]["most"])]
    numbered = [{**seat, "id": str(len(seats) + k + 1)} for k, seat in enumerate(simulated)]
    passages = {**raw["seeing"]["passages"], "value": shift["passages"]}
    return {
        **raw,
        "id": raw["id"] + _SHIFT,
        "form": parts.SHIFT,
        "officers": seats + numbered,
        "seeing": {**raw["seeing"], "passages": passages},
        "cases": {**raw["cases"], **shift["cases"]},
        "truths": {
            **raw["truths"],
            **{level: {**raw["truths"][level], "true_cases": n} for level, n in shift["true_cases"].items()},
        },
    }


def _build(raw: Mapping[str, Any], words: Vocabulary) -> Scenario:
    plan = _plan(raw)
    index = {place.id: place.index for place in plan}
    slots = tuple(_slot(i, slot, index) for i, slot in enumerate(raw["slots"]))
    by_slot = {slot.id: slot.index for slot in slots}
    return Scenario(
        name=raw["id"],
        code=raw["code"],
        version=raw["version"],
        hash=_hash(raw, words),
        title=raw["title"],
        objectives=tuple(raw["objectives"]),
        notes=tuple(raw["notes"]),
        form=raw["form"],
        days=raw["days"],
        starts=date.fromisoformat(raw["starts"]),
        plan=plan,
        cells=_cells(raw, plan),
        posts=tuple(
            parts.Post(i, post["id"], index[post["at"]], {index[k]: milli(v) for k, v in post["sees"].items()})
            for i, post in enumerate(raw["posts"])
        ),
        slots=slots,
        played=tuple(
            (day, by_slot[slot])
            for day in range(raw["days"])
            for slot in sorted(raw["played"][day % len(raw["played"])], key=by_slot.__getitem__)
        ),
        work={key: count for key, count in raw["work"].items() if key != "source"},
        officers=tuple(_officer(i, seat) for i, seat in enumerate(raw["officers"])),
        acts=tuple(i for i, act in enumerate(words.acts) if act.id in raw["acts"]),
        movements=tuple(raw["movements"]),
        cases=_cases(raw["cases"]),
        truths=tuple(
            parts.TruthLevel(level, raw["truths"][level]["true_cases"], threshold(raw["truths"][level]["prior"]))
            for level in ("none", "partial", "full")
        ),
        vocabulary=words,
        **_levers(raw),
    )


def _levers(raw: Mapping[str, Any]) -> dict[str, Any]:
    life, law, seeing, men = raw["ordinary_life"], raw["law"], raw["seeing"], raw["colleagues"]
    trust = {key: lever["value"] for key, lever in raw["trust"].items()}
    ties = {key: lever["value"] for key, lever in raw["ties"].items()}
    return {
        "ordinary": parts.OrdinaryLife(
            threshold(life["rate"]["value"]),
            threshold(life["rate_played"]["value"]),
            life["least_at_a_post"]["value"],
            milli(life["salience"]["value"]),
        ),
        "ties": parts.Ties(
            ties["each"],
            ties["start"],
            ties["grows"],
            ties["fades"],
            threshold(ties["meeting"]),
            threshold(ties["meeting_tied"]),
        ),
        "trust": parts.Trust(returns_milli=milli(trust.pop("returns")), **trust),
        "law": parts.Law(
            milli(law["act_band"]["value"]),
            law["act_spread"]["value"],
            threshold(law["cue_harmful"]["value"]),
            threshold(law["cue_benign"]["value"]),
            milli(law["cue_harmful"]["value"]),
            milli(law["cue_benign"]["value"]),
            law["stages"]["value"],
            (
                threshold(law["on_low"]["value"]),
                threshold(law["on_middle"]["value"]),
                threshold(law["on_high"]["value"]),
            ),
        ),
        "marked": threshold(raw["occasions"]["marked"]["value"]),
        "occasion_share": threshold(raw["occasions"]["share"]["value"]),
        "seeing": parts.Seeing(
            seeing["crowd"]["value"],
            milli(seeing["least"]["value"]) * 1000,
            milli(seeing["most"]["value"]) * 1000,
            milli(seeing["anchor"]["value"]) * 1000,
            seeing["passages"]["value"],
            {
                approach: {channel: milli(reach[channel]) for channel in parts.CHANNELS}
                for approach, reach in seeing["reach"].items()
            },
        ),
        "colleagues": parts.ColleagueForm(
            milli(men["d_a"]["value"]),
            milli(men["criterion"]["value"]) * 1000,
            milli(men["bias"]["value"]) * 1000,
            milli(men["ordinary"]["value"]) * 1000,
            *(threshold(men[share]["value"]) for share in ("forgets", "passes_on", "full", "not_vague")),
        ),
    }


def _plan(raw: Mapping[str, Any]) -> tuple[parts.Place, ...]:
    index = {place["id"]: i for i, place in enumerate(raw["plan"])}
    plan = [
        parts.Place(
            i,
            p["id"],
            p["kind"],
            p["code"],
            index[p["in"]] if "in" in p else -1,
            p["x"],
            p["y"],
            p["w"],
            p["h"],
            p["name"],
        )
        for i, p in enumerate(raw["plan"])
    ]
    for row in raw["cells"]:
        landing = plan[index[row["landing"]]]
        width = landing.w / row["count"]
        for k in range(row["count"]):
            number = row["first"] + k
            name = {language: f"{text} {number}" for language, text in row["name"].items()}
            x, y, h = landing.x + k * width, landing.y + landing.h * 0.7, landing.h * 0.3
            code = f"{raw['code']}{number:02d}"
            plan.append(parts.Place(len(plan), f"cell_{number}", "cell", code, landing.index, x, y, width, h, name))
    return tuple(plan)


def _cells(raw: Mapping[str, Any], plan: tuple[parts.Place, ...]) -> tuple[parts.Cell, ...]:
    beds = {row["landing"]: row["beds"] for row in raw["cells"]}
    return tuple(
        parts.Cell(place.index, place.parent, beds[plan[place.parent].id]) for place in plan if place.kind == "cell"
    )


def _slot(index: int, slot: Mapping[str, Any], places: Mapping[str, int]) -> parts.Slot:
    moves = tuple(parts.Move(move["work"], places[move["to"]], threshold(move["share"])) for move in slot["go"])
    return parts.Slot(index, slot["id"], slot["clock"], slot["anchor"], slot["name"], moves)


def _officer(index: int, seat: Mapping[str, Any]) -> parts.OfficerSeat:
    criterion = milli(seat["criterion"]) * 1000 if "criterion" in seat else None
    return parts.OfficerSeat(index, seat["id"], seat["simulated"], criterion)


def _cases(raw: Mapping[str, Any]) -> parts.CaseForm:
    at_anchors = raw.get("twin_pairs_at_anchors", raw["twin_pairs"])
    return parts.CaseForm(**{**raw, "benign": tuple(raw["benign"]), "twin_pairs_at_anchors": at_anchors})


def _hash(raw: Mapping[str, Any], words: Vocabulary) -> str:
    """What decides the bytes: the file without its sentences, and the shape of the vocabulary."""
    shape = json.dumps(_without_texts(raw), sort_keys=True, ensure_ascii=True) + words.shape
    return hashlib.sha256(shape.encode()).hexdigest()


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_texts(item)
            for key, item in value.items()
            if key not in {"name", "names", "title", "objectives", "notes", "source", "shift"}
        }
    return [_without_texts(item) for item in value] if isinstance(value, list) else value
