"""Reading a scenario file: the schema, the references inside it, and what no scenario may do, each with the line it
stands on.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from rapport.simulation.author_file import AuthorFile, Finding, ScenarioError, calendar_findings, schema_findings
from rapport.simulation.plan import ANY_WORK, FORMS, MOVEMENT_KINDS, SHIFT, WALK, WALLED_KINDS
from rapport.simulation.words import Vocabulary

__all__ = ["ScenarioError", "line_of", "read"]

_SCHEMA = Path(__file__).parent / "scenario.schema.json"


def read(path: Path, *, words: Vocabulary) -> Mapping[str, Any]:
    """The checked content of a scenario file that speaks with these words. Raises `ScenarioError`."""
    file = AuthorFile(path)
    file.refuse(list(schema_findings(_validator(), file.raw)))
    file.refuse(list(_meaning_findings(file.raw, words)))
    checked: Mapping[str, Any] = file.raw
    return checked


def line_of(path: Path, *where: str | int) -> int:
    """The line on which a part of a readable scenario file stands."""
    return AuthorFile(path).line(where)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _meaning_findings(raw: Mapping[str, Any], words: Vocabulary) -> Iterator[Finding]:
    kinds = {place["id"]: place["kind"] for place in raw["plan"]}
    yield from calendar_findings(raw, "starts")
    yield from _doubled_names(raw)
    yield from _unknown_places(raw, kinds)
    yield from _watched_places(raw, kinds)
    yield from _people_faults(raw, words)
    yield from _regime_faults(raw)
    yield from _case_faults(raw)
    yield from _form_faults(raw)
    yield from _stock_faults(raw, words, kinds)
    yield from _marker_faults(raw)


def _doubled_names(raw: Mapping[str, Any]) -> Iterator[Finding]:
    for group in ("plan", "posts", "slots", "officers"):
        seen: set[str] = set()
        for i, one in enumerate(raw[group]):
            if one["id"] in seen:
                yield (group, i, "id"), f"{one['id']!r} is there twice"
            seen.add(one["id"])


def _unknown_places(raw: Mapping[str, Any], kinds: Mapping[str, str]) -> Iterator[Finding]:
    used: list[tuple[tuple[str | int, ...], str]] = []
    used += [(("plan", i, "in"), p["in"]) for i, p in enumerate(raw["plan"]) if "in" in p]
    used += [(("cells", i, "landing"), row["landing"]) for i, row in enumerate(raw["cells"])]
    for i, post in enumerate(raw["posts"]):
        used += [(("posts", i, "at"), post["at"]), *((("posts", i, "sees", seen), seen) for seen in post["sees"])]
    for i, slot in enumerate(raw["slots"]):
        used += [(("slots", i, "go", k, "to"), move["to"]) for k, move in enumerate(slot["go"])]
    for where, place in used:
        if place not in kinds:
            yield where, f"there is no place {place!r}; there are: {', '.join(kinds)}"
    inside = {place["id"]: place["in"] for place in raw["plan"] if "in" in place}
    for i, place in enumerate(raw["plan"]):
        around = [place["id"]]
        while around[-1] in inside and inside[around[-1]] not in around:
            around.append(inside[around[-1]])
        if inside.get(around[-1]) == place["id"]:
            yield ("plan", i, "in"), f"{place['id']!r} lies within itself: {' in '.join([*around, place['id']])}"


def _watched_places(raw: Mapping[str, Any], kinds: Mapping[str, str]) -> Iterator[Finding]:
    for i, post in enumerate(raw["posts"]):
        for seen in sorted({post["at"], *post["sees"]}):
            if kinds.get(seen) in WALLED_KINDS:
                walled = kinds[seen].replace("_", " ")
                yield ("posts", i), f"no post may watch {walled}: the post {post['id']!r} sees {seen!r}"


def _regime_faults(raw: Mapping[str, Any]) -> Iterator[Finding]:
    slots = {slot["id"]: slot["anchor"] for slot in raw["slots"]}
    for day, played in enumerate(raw["played"]):
        for k, slot in enumerate(played):
            if slot not in slots:
                yield ("played", day, k), f"there is no slot {slot!r}; there are: {', '.join(slots)}"
        if sorted(slots.get(slot, False) for slot in played) != [False, True]:
            yield ("played", day), "a day is played in one anchor and one slot with a chosen post"
    works = {key for key in raw["work"] if key != "source"}
    for i, slot in enumerate(raw["slots"]):
        for k, move in enumerate(slot["go"]):
            if move["work"] not in works | {ANY_WORK}:
                yield ("slots", i, "go", k, "work"), f"nobody has the work {move['work']!r}"
    beds = sum(row["count"] * row["beds"] for row in raw["cells"])
    if sum(raw["work"][work] for work in works) != beds:
        yield (
            ("work",),
            f"the work of {sum(raw['work'][work] for work in works)} men is given, and there are {beds} beds",
        )


def _people_faults(raw: Mapping[str, Any], words: Vocabulary) -> Iterator[Finding]:
    beds = sum(row["count"] * row["beds"] for row in raw["cells"])
    if beds > len(words.surnames):
        largest = max(range(len(raw["cells"])), key=lambda i: raw["cells"][i]["count"])
        yield (
            ("cells", largest, "count"),
            f"{beds:,} people would live here, and there are names for {len(words.surnames)}; a whole service is "
            "another kind of scenario",
        )
    if all(seat["simulated"] for seat in raw["officers"]):
        yield ("officers",), "there is no seat for a trainee: one officer at least is not simulated"


def _case_faults(raw: Mapping[str, Any]) -> Iterator[Finding]:
    cases, levels = raw["cases"], [raw["truths"][level] for level in ("none", "partial", "full")]
    beds = sum(row["count"] * row["beds"] for row in raw["cells"])
    if cases["harmful"] in cases["benign"]:
        yield ("cases", "harmful"), f"the kind {cases['harmful']!r} cannot be harmful and benign"
    if cases["count"] * cases["cast"] > beds:
        yield ("cases",), "the casts are more people than live here: nobody may be in two cases"
    for kind in [cases["harmful"], *cases["benign"]]:
        if kind not in cases["names"]:
            yield ("cases", "names"), f"the kind {kind!r} has no name"
    for kind in cases["names"]:
        if kind not in {cases["harmful"], *cases["benign"]}:
            yield ("cases", "names", kind), f"no case is of the kind {kind!r}: use it or take its name out"
    days, each = raw["days"], cases["most_in_a_slot"]
    if cases["count"] * max(cases["at_anchors"], cases["at_chosen"]) > days * each:
        yield ("cases",), f"{days} days do not hold so many events with {each} in a slot"
    innocent = cases["count"] - max(level["true_cases"] for level in levels)
    if 2 * cases["twin_pairs"] > innocent * cases["at_anchors"]:
        yield ("cases", "twin_pairs"), "there are not so many events of innocent men at anchors"
    if abs(sum(level["prior"] for level in levels) - 1) > 1e-9:
        yield ("truths",), "the priors of the three truths do not sum to 1"


def _form_faults(raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Whether the counts are those of the form: of a walk, and of the shift beside it."""
    walk, shift = FORMS[WALK], FORMS[SHIFT]
    played = sum(len(raw["played"][day % len(raw["played"])]) for day in range(raw["days"]))
    cases, team = raw["cases"], raw["shift"]
    for where, is_, must in (
        (("played",), played, walk.played),
        (("seeing", "passages"), raw["seeing"]["passages"]["value"], walk.passages),
        (("cases", "count"), cases["count"], walk.cases),
        (("cases", "at_chosen"), cases["at_anchors"] + cases["at_chosen"], walk.events_of_a_case),
        (("cases", "twin_pairs"), cases["twin_pairs"], walk.twin_pairs),
        (("truths", "full"), raw["truths"]["full"]["true_cases"], walk.true_cases),
        (("truths", "none"), raw["truths"]["none"]["true_cases"], 0),
        (("shift", "passages"), team["passages"], shift.passages),
        (("shift", "cases", "count"), team["cases"]["count"], shift.cases),
        (("shift", "cases", "twin_pairs"), team["cases"]["twin_pairs"], shift.twin_pairs),
        (("shift", "true_cases", "full"), team["true_cases"]["full"], shift.true_cases),
    ):
        if is_ != must:
            yield where, f"the form has {must} here, and the file gives {is_}"
    beds = sum(row["count"] * row["beds"] for row in raw["cells"])
    if team["cases"]["count"] * team["cases"]["cast"] > beds:
        yield ("shift", "cases", "cast"), "the casts of a shift are more people than live here"
    if team["cases"]["twin_pairs_at_anchors"] > team["cases"]["twin_pairs"]:
        yield ("shift", "cases", "twin_pairs_at_anchors"), "more pairs of twins are at anchors than there are"


def _stock_faults(raw: Mapping[str, Any], words: Vocabulary, kinds: Mapping[str, str]) -> Iterator[Finding]:
    for i, act in enumerate(raw["acts"]):
        if act not in words.by_act:
            yield ("acts", i), f"there is no act {act!r} in the common stock"
    watched = {kinds[place] for post in raw["posts"] for place in post["sees"] if place in kinds}
    able = [words.by_act[act] for act in raw["acts"] if act in words.by_act]
    for kind in sorted(watched):
        if sum(kind in act.places for act in able) < 2:
            yield ("acts",), f"fewer than two of these acts can happen at a place of the kind {kind!r}"
    for i, movement in enumerate(raw["movements"]):
        if movement not in words.by_movement:
            yield ("movements", i), f"there is no movement {movement!r}; there are: {', '.join(words.by_movement)}"
    known = [words.by_movement[m].kind for m in raw["movements"] if m in words.by_movement]
    if len(known) == len(raw["movements"]) and sorted(known) != sorted(MOVEMENT_KINDS):
        yield ("movements",), f"the four movements are one of each kind: {', '.join(MOVEMENT_KINDS)}"


def _marker_faults(raw: Mapping[str, Any]) -> Iterator[Finding]:
    if raw["occasions"]["marked"]["value"] != 0.5:
        yield (
            ("occasions", "marked"),
            "a marker is on one half of the passages: of two twins exactly one bears it, so any other share would tell",
        )
    if raw["occasions"]["share"]["value"] != 1:
        yield ("occasions", "share"), "every passage has a beginning, so that having one tells nothing"
