"""What else a fresh demonstration holds: custodians with a key, a roster, each road that leaves the desk, reviews due.

Through the ordinary services, as the cast, so that whoever sits down in one of these chairs finds something there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from rapport.access import approvals, keys
from rapport.access.viewers import Viewer
from rapport.demo.passphrases import passphrase_of
from rapport.intelligence import services as intelligence
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.oversight import services as oversight
from rapport.register import selectors as register
from rapport.reporting import calls
from rapport.reporting import selectors as reports
from rapport.reporting import services as reporting
from rapport.sources import services as sources

Cast = Mapping[str, Viewer]


def give_custodians_a_key(cast: Cast, written: dict[str, Any]) -> None:
    """Two custodians make the key to which tellers are sealed, each with the passphrase that is printed for them."""
    numbers = {one["key"]: one["number"] for one in written["people"]}
    first, second = written["custody"]["first"], written["custody"]["second"]
    sources.found_key(
        cast[first],
        second=cast[second].staff_ref,
        passphrase=passphrase_of(numbers[first]),
        second_passphrase=passphrase_of(numbers[second]),
    )


def write_on_every_road(cast: Cast, written: dict[str, Any], prisoners: Sequence[str]) -> None:
    """A roster, a report on each road, what the desk passed on, and an alarm that somebody has in hand."""
    governor, desk = cast["dmitri"], cast["clara"]
    for place, turn in enumerate(written["roster"], start=1):
        reporting.put_on_roster(
            governor, posting=cast[turn["who"]].posting_ref, place=place, phone=turn["phone"], ends=None
        )
    for one in written["roads"]:
        _file(cast[one["by"]], one, prisoners)
    for one in written["passed"]:
        reporting.pass_on(desk, _file(cast[one["by"]], one, prisoners), road=one["to"], words=one["words"])
    alarm = written["alarm"]
    draft = reporting.start_draft(cast[alarm["by"]], about="worry", seen=alarm["seen"], at=cast[alarm["by"]].now())
    ref = reporting.raise_alarm(cast[alarm["by"]], draft, alarm["danger"])
    reporting.answer_alarm(governor, ref)
    _tell_an_office(governor, desk, ref, written)


def _tell_an_office(governor: Viewer, desk: Viewer, alarm: str, written: dict[str, Any]) -> None:
    """The head and the desk allow an office to be told; the head, who has the alarm in hand, tells it."""
    told = written["notice"]
    request = reporting.ask_for_recipient(governor, name=told["office"], phone=told["phone"])
    numbers = {one["key"]: one["number"] for one in written["people"]}
    for viewer, key in ((governor, "dmitri"), (desk, "clara")):
        if keys.standing_key(viewer.staff_id) is None:
            keys.make_key(viewer, passphrase_of(numbers[key]))
        approvals.approve(viewer, request, passphrase_of(numbers[key]))
    [office] = calls.recipients(governor)
    reporting.allow_recipient(governor, office.ref)
    reporting.send_notice(governor, alarm, recipient=office.ref, where=told["where"], protection=told["protection"])


def enter_the_source(cast: Cast, written: dict[str, Any], filed: Mapping[str, str]) -> None:
    """Whoever told what stands in the fortnight gets a pseudonym in the custodians' register."""
    for ref in filed.values():
        origin = reports.report(cast["clara"], ref).told_origin
        if origin:
            sources.enter_source(cast[written["custody"]["first"]], origin)
            return


def leave_something_to_review(cast: Cast, old: dict[str, Any], prisoners: Sequence[str]) -> None:
    """Something that was written and graded more than a year ago; one of the two is held by law."""
    then = cast["clara"].now() - timedelta(days=old["days"])
    ref = _file(_at(cast[old["by"]], then), {**old, "days": 1, "time": "08:00"}, prisoners)
    desk = _at(cast["clara"], then + timedelta(hours=3))
    intelligence.take(desk, ref)
    item = intelligence.evaluate(
        desk,
        ref,
        kind="seen",
        text=old["item"],
        source="B",
        source_reason="Known on the wing.",
        information="1",
        information_reason="Seen from a few metres.",
        handling="H0",
        obtained="on_duty",
        people=[PersonInput(prisoners[old["people"][0]], "other")],
    )
    intelligence.finish(desk, ref, phrase="helped_us_see", mention="left_out")
    until = cast["clara"].now().date() + timedelta(days=old["hold"]["days"])
    oversight.place_hold(
        cast["clara"], "intelligence.item", item.ref, why=old["hold"]["why"], law=old["hold"]["law"], until=until
    )


def lay_in_a_compartment(
    cast: Cast, one: Mapping[str, Any], prisoners: Sequence[str], compartments: Mapping[str, str]
) -> None:
    """An item that only whoever is cleared sees, of somebody who may come to harm by it."""
    ref = _file(cast[one["by"]], one, prisoners)
    desk = cast["clara"]
    intelligence.take(desk, ref)
    item = intelligence.evaluate(
        desk,
        ref,
        kind="seen",
        text=one["item"],
        source="B",
        source_reason="Has written for two years and was there.",
        information="1",
        information_reason="Heard from two metres.",
        handling="H2",
        conditions=one["conditions"],
        obtained="on_duty",
        people=[PersonInput(prisoners[one["people"][0]], "victim")],
        themes=[one["theme"]],
        compartment=compartments[one["compartment"]],
    )
    intelligence.finish(desk, ref, phrase="helped_us_see")
    told = one["note"]
    statements = [StatementInput("fact", told["fact"], [item.ref])]
    note = intelligence.write_note(
        desk, title=told["title"], statements=statements, innocent=told["innocent"], gaps=told["gaps"]
    )
    intelligence.hand_to_governor(desk, note.ref)


def _file(author: Viewer, one: Mapping[str, Any], prisoners: Sequence[str]) -> str:
    """One report, written and filed by its author. Returns its reference."""
    people = [prisoners[person] for person in one.get("people", ())]
    named = {person.ref: person.label for person in register.person_values(author, people)}
    hour, minute = (int(part) for part in one["time"].split(":"))
    day = author.now().astimezone(ZoneInfo(settings.TIME_ZONE)) - timedelta(days=one["days"])
    draft = reporting.start_draft(
        author,
        about="worry",
        at=day.replace(hour=hour, minute=minute, second=0, microsecond=0),
        people=people,
        road=one.get("road", ""),
        seen=one["seen"].format(*(named[ref] for ref in people)),
    )
    return reporting.file_draft(author, draft).ref


def _at(viewer: Viewer, then: datetime) -> Viewer:
    """The same person at another time."""
    return replace(viewer, clock_now=then)
