"""The fortnight before a stranger comes in: what the officers of Northfield wrote, and what its desk made of it.

Everything is done by the cast through the ordinary services, each at its own hour, so that lists have a past, clocks
have run, and the search finds something in four languages. Who may: `rapport demo`, on a training instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings

from rapport.access import keys
from rapport.access.viewers import Viewer
from rapport.conference import services as conference
from rapport.conference.inputs import MeasureInput
from rapport.demo.passphrases import passphrase_of
from rapport.intelligence import selectors as briefings
from rapport.intelligence import services as intelligence
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.register import selectors as register
from rapport.reporting import services as reporting

WRITTEN = Path(__file__).with_name("fortnight.yaml")
FILED_AFTER = timedelta(minutes=45)
DESK_HOURS = 2
AN_ANSWER_TAKES = timedelta(hours=1)

Step = tuple[datetime, Callable[[], None]]


@cache
def fortnight() -> dict[str, Any]:
    """The fortnight as it is written down."""
    written: dict[str, Any] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return written


@dataclass
class Northfield:
    """Who acts there and of whom they write. What has been written so far is kept by the keys of the file."""

    viewers: Mapping[str, Viewer]
    desk: str
    governor: str
    governor_number: str
    prisoners: Sequence[str]
    reports: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def at(self, who: str, moment: datetime) -> Viewer:
        """Somebody of the cast as they stood there at that time."""
        return replace(self.viewers[who], clock_now=moment)

    def place(self, viewer: Viewer, where: str) -> str:
        """A place of Northfield by its kind and, where there are several, its number."""
        kind, _, number = where.partition(" ")
        return next(one.ref for one in register.places(viewer, kind) if one.number == number)


def live_through(northfield: Northfield) -> None:
    """Let the fortnight happen, in the order of its hours."""
    for _moment, happen in sorted(_steps(northfield), key=lambda step: step[0]):
        happen()


def _steps(northfield: Northfield) -> Iterator[Step]:
    written = fortnight()
    for kind, open_label in (("groups", _open_group), ("events", _open_event)):
        for one in written[kind]:
            yield _bound(moment_of(northfield, {"time": "06:00", **one}), open_label, northfield, one)
    for one in written["reports"]:
        happened = moment_of(northfield, one)
        filed = happened + FILED_AFTER
        yield _bound(filed, _file, northfield, one)
        read = filed + timedelta(hours=one.get("desk_hours", DESK_HOURS))
        if "ask" in one:
            yield _bound(read, _ask, northfield, one)
            read += AN_ANSWER_TAKES
        if "adds" in one:
            yield _bound(read, _add, northfield, one)
            read += AN_ANSWER_TAKES
        if {"items", "finish", "duplicate_of", "pass_on"} & one.keys():
            yield _bound(read, _settle, northfield, one)
    for one in written["requirements"]:
        yield _bound(moment_of(northfield, one), _ask_the_shift, northfield, one)
    for one in written["briefings"]:
        yield _bound(moment_of(northfield, one), _brief, northfield, one)
    for note in written["notes"]:
        yield _bound(moment_of(northfield, note), _write_note, northfield, note)
        if "decided" in note:
            yield _bound(moment_of(northfield, note["decided"]), _decide, northfield, note)


def _bound(moment: datetime, act: Callable[..., None], northfield: Northfield, one: dict[str, Any]) -> Step:
    return moment, lambda: act(northfield, one, moment)


def moment_of(northfield: Northfield, one: Mapping[str, Any]) -> datetime:
    """So many hours ago, or so many days ago at a time of the day where the prison stands."""
    now = northfield.viewers[northfield.desk].now()
    if "hours" in one:
        return now - timedelta(hours=one["hours"])
    hour, minute = (int(part) for part in one["time"].split(":"))
    day = now.astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(days=one["days"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _open_group(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    desk = northfield.at(northfield.desk, moment)
    northfield.labels[one["key"]] = intelligence.open_group(desk, label=one["label"], reason=one["reason"])


def _open_event(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    desk = northfield.at(northfield.desk, moment)
    northfield.labels[one["key"]] = intelligence.open_event(
        desk, label=one["label"], on=moment.date(), reason=one["reason"]
    )


def _file(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    author = northfield.at(one["by"], moment)
    people = [northfield.prisoners[person] for person in one["people"]]
    named = {person.ref: person.label for person in register.person_values(author, people)}
    names = [named[ref] for ref in people]
    draft = reporting.start_draft(
        author,
        about=one["about"],
        at=moment - FILED_AFTER,
        place=northfield.place(author, one["place"]),
        people=people,
        unsure=one.get("unsure", ""),
        told_by=one.get("told_by", ""),
        **{text: one[text].format(*names) for text in ("seen", "told", "view") if text in one},
    )
    northfield.reports[one["key"]] = reporting.file_draft(author, draft).ref


def _ask(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    intelligence.return_for_more(
        northfield.at(northfield.desk, moment), northfield.reports[one["key"]], question=one["ask"]
    )


def _add(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    reporting.add_addendum(northfield.at(one["by"], moment), northfield.reports[one["key"]], one["adds"])


def _settle(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    desk, report = northfield.at(northfield.desk, moment), northfield.reports[one["key"]]
    intelligence.take(desk, report)
    if "duplicate_of" in one:
        intelligence.duplicate_of(desk, report, other_ref=northfield.reports[one["duplicate_of"]])
        return
    if "pass_on" in one:
        intelligence.pass_on(desk, report, **one["pass_on"])
        return
    for item in one.get("items", ()):
        northfield.items[one["key"]] = _grade(northfield, desk, report, item)
    intelligence.finish(desk, report, phrase=one["finish"], mention="left_out")


def _grade(northfield: Northfield, desk: Viewer, report: str, item: dict[str, Any]) -> str:
    source, source_reason, information, information_reason = item["grade"]
    ref = intelligence.evaluate(
        desk,
        report,
        kind=item["kind"],
        text=item["text"],
        source=source,
        source_reason=source_reason,
        information=information,
        information_reason=information_reason,
        handling=item.get("handling", "H0"),
        obtained=item.get("obtained", "on_duty"),
        themes=item["themes"],
        people=[PersonInput(northfield.prisoners[person], category) for person, category in item["people"]],
    ).ref
    if "at" in item:
        intelligence.tie(desk, ref, to="place", ref=northfield.place(desk, item["at"]))
    for kind in ("group", "event"):
        if kind in item:
            intelligence.tie(desk, ref, to=kind, ref=northfield.labels[item[kind]])
    return ref


def _ask_the_shift(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    """A question of the shift, who was asked to find it out, and what officers answered when they came in."""
    desk, day = northfield.at(northfield.desk, moment), moment.date()
    posts = [northfield.place(desk, where) for where in one["posts"]]
    until = day + timedelta(days=one["ends_days"])
    ref = intelligence.open_requirement(
        desk,
        question=one["question"],
        why=one["why"],
        due_on=day + timedelta(days=one["due_days"]),
        ends_on=until,
        posts=posts,
    )
    for asked in one.get("taskings", ()):
        place = northfield.place(desk, asked["place"]) if "place" in asked else ""
        said = {key: asked[key] for key in ("whom", "aim", "method", "limits")}
        intelligence.task(desk, ref, **said, place=place, office=asked.get("office", ""), starts_on=day, ends_on=until)
    for answer in one.get("answers", ()):
        officer = northfield.at(answer["by"], moment + timedelta(hours=answer["after_hours"]))
        intelligence.answer_question(officer, ref, reply=answer["reply"])


def _brief(northfield: Northfield, one: dict[str, Any], moment: datetime) -> None:
    """A day's page as the desk drafts it; with a line of its own and one for the wings, signed by the governor."""
    desk = northfield.at(northfield.desk, moment)
    ref = intelligence.draft_briefing(desk)
    if "wing" not in one:
        return
    drafted = briefings.briefing(desk, ref)
    lines = [intelligence.LineInput(line.section, line.text, keeps=line.number) for line in drafted.lines]
    lines += [intelligence.LineInput("remark", one["remark"])]
    for said in one["wing"]:
        posts = tuple(northfield.place(desk, where) for where in said.get("posts", ()))
        ends = moment.date() + timedelta(days=said["ends_days"])
        lines.append(intelligence.LineInput("wing", said["text"], ends_on=ends, posts=posts))
    version = intelligence.write_briefing(desk, ref, lines, version=drafted.last)
    governor = northfield.at(northfield.governor, moment + timedelta(minutes=20))
    passphrase = passphrase_of(northfield.governor_number)
    keys.make_key(governor, passphrase)
    intelligence.sign_briefing(governor, ref, version=version, passphrase=passphrase)


def _write_note(northfield: Northfield, note: dict[str, Any], moment: datetime) -> None:
    desk = northfield.at(northfield.desk, moment)
    cited = [northfield.items[key] for key in note["cites"]]
    written = intelligence.write_note(
        desk,
        title=note["title"],
        statements=[
            StatementInput("fact", note["fact"], cited),
            StatementInput("judgement", note["judgement"], cited, likelihood="likely", confidence=note["confidence"]),
        ],
        innocent=note["innocent"],
        gaps=note["gaps"],
    )
    northfield.notes[note["key"]] = intelligence.hand_to_governor(desk, written.ref).ref


def _decide(northfield: Northfield, note: dict[str, Any], moment: datetime) -> None:
    decided = note["decided"]
    governor = northfield.at(northfield.governor, moment)
    today = moment.date()
    ends = today + timedelta(days=decided["ends_days"])
    conference.decide(
        governor,
        note_ref=northfield.notes[note["key"]],
        outcome="act",
        review_on=today + timedelta(days=decided["review_days"]),
        ends_on=ends,
        measures=[
            MeasureInput(
                about="place",
                what=decided["what"],
                starts=today,
                ends=ends,
                place_ref=northfield.place(governor, decided["place"]),
            )
        ],
        **{words: decided[words] for words in ("grounds", "necessity", "proportionality", "alternatives")},
    )
