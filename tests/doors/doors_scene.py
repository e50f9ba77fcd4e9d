"""One of everything that has a reference, and everybody who may stand before it.

Northfield and Southfield belong to one prison service, Eastfield to another. Everything that can be asked for lies at
Northfield. A person's *standing* is what they are to it: `governor@here`, `governor@elsewhere` (Southfield),
`governor@abroad` (Eastfield), `governor@ended` (withdrawn a moment ago; the officer's posting ran out), and by name
whoever a record is about or came from: its `author`, its `subject`, the `writer` of the note, the `player` of the
exercise, the `asker` for two signatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.db import transaction
from django.test import Client
from PIL import Image

from declared import declared_anew
from desk_at_northfield import FIT
from rapport.access import approvals, keys, passphrases, signing
from rapport.access import services as access
from rapport.access.compartments import open_compartment
from rapport.access.desks import register
from rapport.access.links import link_token, sign_in_link
from rapport.access.models import ApprovalRequest, Establishment, Posting, PrisonService, Role, Staff
from rapport.access.two_person import TwoPersonAct
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.conference import services as conference
from rapport.conference.inputs import MeasureInput
from rapport.intelligence import services as intelligence
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.ledger import witnesses
from rapport.ledger.acting import AtTheConsole
from rapport.ledger.clock import wall_now
from rapport.ledger.exports import witness_key
from rapport.oversight import services as oversight
from rapport.register import services as register_services
from rapport.register import sheets
from rapport.reporting import services as reporting
from rapport.reporting.models import NoticeRecipient, Report, ReportSubject
from rapport.reporting.phrases import agreed
from rapport.search import services as search
from rapport.search.values import Search
from rapport.simulation.numbers import number_for
from rapport.sources import services as sources
from rapport.training import services as training
from rapport.training.models import Seat
from small_prison import Prison, build, open_simulated_service

STEWARD = Steward(purpose="test")
PLACES = ("here", "elsewhere", "abroad")
ENDED = ("officer@ended", "governor@ended")
NAMED = ("author", "subject", "writer", "player", "asker", "integrity", "complaints")
SIGNED_OUT = "signed-out"
STANDINGS = (SIGNED_OUT, *(f"{role.value}@{place}" for role in Role for place in PLACES), *ENDED, *NAMED)
"""Every way to stand before a door."""

ACT = "access.open_cabinet"
PASSPHRASE = "four quiet words together"


@dataclass(frozen=True)
class Scene:
    """The house with somebody before each door. `refs` are the references of what can be asked for, by what it is."""

    here: Prison
    postings: dict[str, Posting]
    refs: dict[str, str]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, standing: str) -> Client:
        """The browser of this standing."""
        return self.clients[standing]


@contextmanager
def undone() -> Iterator[None]:
    """Let something happen, and then let it not have happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def act_of_two_people() -> Iterator[None]:
    """While this lasts, governors may open the cabinet with two signatures, and keys are quickly made."""
    room = apps.get_app_config("access")
    costs = signing.MEMORY_KIB, signing.PASSES, passphrases.Argon2.memory_cost, passphrases.Argon2.time_cost
    made_up = TwoPersonAct(ACT, "Open the cabinet", frozenset({"governor"}), frozenset({"governor"}))
    room.two_person = [*room.two_person, made_up]
    declared_anew()
    signing.MEMORY_KIB, signing.PASSES = 256, 1
    passphrases.Argon2.memory_cost, passphrases.Argon2.time_cost = 256, 1
    try:
        yield
    finally:
        del room.two_person
        declared_anew()
        signing.MEMORY_KIB, signing.PASSES = costs[:2]
        passphrases.Argon2.memory_cost, passphrases.Argon2.time_cost = costs[2:]


def build_scene() -> Scene:
    """Build it through services, as everything here is built."""
    service = open_simulated_service()
    here = build(service, "Northfield", serial=100)
    south = access.open_establishment(STEWARD, service, "Southfield")
    abroad = access.open_service(STEWARD, "Another service", clock_now=service.clock_now)
    east = access.open_establishment(STEWARD, abroad, "Eastfield")
    at: dict[str, tuple[PrisonService, Establishment]] = {
        "here": (service, here.establishment),
        "elsewhere": (service, south),
        "abroad": (abroad, east),
    }
    postings = {f"{role.value}@{name}": _post(f"{role} {name}", role, *at[name]) for role in Role for name in PLACES}
    postings |= {name: _post(name, Role(name.partition("@")[0]), *at["here"]) for name in ENDED}
    for name, role in (("author", "officer"), ("subject", "intelligence"), ("writer", "intelligence")):
        postings[name] = _post(name, Role(role), *at["here"])
    for role in (Role.INTEGRITY, Role.COMPLAINTS):  # posted to the service, outside every prison
        postings[role.value] = _post(role.value, role, service, None)
    postings["asker"] = _post("asker", Role.GOVERNOR, *at["here"])
    walker = _post("player", Role.OFFICER, *at["here"])
    sources.found_key(
        viewer_for(postings["custodian@here"]),
        second=viewer_for(postings["custodian@elsewhere"]).staff_ref,
        passphrase="seven slow herons at dusk",
        second_passphrase="a copper kettle and nine stones",
    )
    seat = training.start_walk(viewer_for(walker), language="en", pace="untimed")
    training.begin(viewer_for(Posting.with_all().get(pk=seat.posting_id)))
    postings["player"] = Posting.with_all().get(pk=seat.posting_id)
    refs = {
        **_register(here, postings),
        **_records(here, postings),
        **_signing(postings),
        **_told(postings),
        **_on_roads(postings),
        **_urgent(here, postings),
        **_kept(postings),
        "exercise": seat.exercise.ref,
        "posting": postings["officer@here"].ref,
        "member": postings["officer@here"].staff.ref,
        "establishment": here.establishment.ref,
        "desk": register(STEWARD, service, "Wing A", "192.0.2.1").ref,
        "compartment": open_compartment(STEWARD, service, "Workshops").ref,
        "token": link_token(postings["officer@here"]),
        "today": viewer_for(postings["governor@here"]).now().date().isoformat(),
        "phrase": next(iter(agreed())),
    }
    scene = Scene(here, postings, refs, {SIGNED_OUT: Client()})
    scene.clients.update({name: signed_in(posting) for name, posting in postings.items() if name != "player"})
    scene.clients["player"] = _in_the_exercise(walker, seat)
    access.end_posting(STEWARD, postings["governor@ended"])
    runs_out = postings["officer@ended"]
    Posting.unfiltered.filter(pk=runs_out.pk).update(ends=runs_out.starts + timedelta(microseconds=1))
    access.set_clock(STEWARD, service, runs_out.starts + timedelta(minutes=1))
    return scene


def signed_in(posting: Posting) -> Client:
    """A browser in which this posting is signed in; it tells nobody about errors by raising them."""
    client = Client(raise_request_exception=False)
    assert client.get(sign_in_link(posting)).status_code == 302
    return client


def _in_the_exercise(walker: Posting, seat: Seat) -> Client:
    client = signed_in(walker)
    assert client.post("/walk/resume/", {"exercise": seat.exercise.ref}).status_code == 302
    return client


def _post(name: str, role: Role, service: PrisonService, place: Establishment | None) -> Posting:
    staff: Staff = access.enrol(STEWARD, name.capitalize(), language="en")
    made = access.post(STEWARD, staff, role, service=service, establishment=place, by_link=True)
    return Posting.with_all().get(pk=made.pk)


def _records(here: Prison, postings: dict[str, Posting]) -> dict[str, str]:
    """What passes from an officer's draft to a decision, each thing in the state in which it can be acted upon."""
    author, writer = viewer_for(postings["author"]), viewer_for(postings["writer"])
    about = [PersonInput(here.people[0], "other")]
    refs = {
        "person": here.people[0],
        "draft": _draft(author, here),
        "filed": reporting.file_draft(author, _draft(author, here)).ref,
        "about a colleague": reporting.file_draft(author, _draft(author, here)).ref,
        "graded": reporting.file_draft(author, _draft(author, here)).ref,
    }
    refs["saved search"] = search.save_search(author, "Bread", Search("bread"))
    refs["protected search"] = search.state_reason(author, "mosque", case="1/30", reason="It stands in the judgment.")
    ReportSubject.unfiltered.create(
        report=Report.unfiltered.get(ref=refs["about a colleague"]), staff=postings["subject"].staff
    )
    items = [intelligence.evaluate(writer, refs["graded"], **{**FIT, "people": about}) for _ in range(2)]
    refs |= {"item": items[0].ref, "other item": items[1].ref}
    refs["item about a colleague"] = intelligence.evaluate(
        writer, refs["about a colleague"], **{**FIT, "people": about}
    ).ref
    refs["note at the desk"] = _note(writer, items[0].ref)
    for name in ("note handed over", "note decided"):
        refs[name] = _note(writer, items[0].ref)
        intelligence.hand_to_governor(writer, refs[name])
    refs["note about a colleague"] = _note(writer, refs["item about a colleague"])
    intelligence.hand_to_governor(writer, refs["note about a colleague"])
    refs["group made"] = intelligence.open_group(writer, label="Bench 4", reason="Several items name it.")
    refs["question"] = intelligence.open_requirement(
        writer,
        question="Do parcels change hands?",
        why="Two reports.",
        due_on=writer.now().date(),
        ends_on=writer.now().date(),
    )
    today = writer.now().date()
    refs["tasking"] = intelligence.task(
        writer,
        refs["question"],
        whom="post",
        place=here.places["workshop"],
        aim="Look at the door.",
        method="look",
        limits="Nobody is followed.",
        starts_on=today,
        ends_on=today,
    )
    refs["briefing"] = intelligence.draft_briefing(writer)
    head = viewer_for(postings["governor@here"])
    refs["scheme"] = _asked_about(intelligence.ask_for_scheme(head, "3x5x2@2016"))
    refs["organisation"] = _asked_about(
        intelligence.ask_for_organisation(
            writer, label="Islamic Brigade", cites="Supreme Court, no. 15", reason="Two phones were theirs."
        )
    )
    for name, road in (
        ("passed on", "maintenance"),
        ("passed outside", "outside"),
        ("passed for integrity", "integrity"),
    ):
        report = reporting.file_draft(author, _draft(author, here)).ref
        refs[name] = reporting.pass_on(writer, report, road=road, words="The lamp is broken.")
        refs[name.replace("passed", "sent")] = report
    refs["decision"] = _decision(viewer_for(postings["governor@here"]), refs["note decided"], here.people[0])
    return refs


def _asked_about(request: str) -> str:
    """The reference of what two people are asked about."""
    return ApprovalRequest.unfiltered.get(ref=request).record_ref


def _register(here: Prison, postings: dict[str, Posting]) -> dict[str, str]:
    """What the register says of people: another name, two who are kept apart, two records of one, a lawyer."""
    governor = viewer_for(postings["governor@here"])
    one, other, third = here.people
    soon = governor.now().date() + timedelta(days=30)
    return {
        "establishment": here.establishment.ref,
        "place": here.places["landing-1"],
        "cell": here.places["cell-9"],
        "other person": other,
        "in a month": soon.isoformat(),
        "other name": register_services.note_other_name(governor, one, kind="nickname", written="Kettle"),
        "tie": register_services.associate(
            governor, one, other, kind="non_association", reason="A fight.", review_on=soon
        ),
        "judgement": register_services.judge_same(governor, one, third, reason="His own word."),
        "file": register_services.bring(
            governor,
            here.establishment.pk,
            kind="people",
            file_name="list.csv",
            sheet=sheets.read(f"number;name\n{number_for(9001)};Petrov Ivan\n".encode()),
        ),
        "protected role": register_services.note_protected_role(
            governor, here.establishment.pk, office="lawyer", family_name="Weber"
        ),
    }


def _told(postings: dict[str, Posting]) -> dict[str, str]:
    """A report of what somebody told, who asked to open who it was, and who is in the register."""
    author, writer = viewer_for(postings["author"]), viewer_for(postings["writer"])
    draft = reporting.start_draft(author, about="worry", told="A phone is there.", told_by="Orlov")
    origin = reporting.file_draft(author, draft).told_origin
    custodian, today = viewer_for(postings["custodian@here"]), writer.now().date()
    source = sources.enter_source(custodian, origin)
    sources.authorise(custodian, source, until=today + timedelta(days=7))
    question = intelligence.open_requirement(
        writer, question="Where do phones come from?", why="Three were found.", due_on=today, ends_on=today
    )
    tasking = intelligence.task(
        writer,
        question,
        whom="source",
        source=source,
        aim="How phones come in.",
        method="hear",
        limits="Nothing is done for it.",
        starts_on=today,
        ends_on=today,
    )
    return {
        "origin": origin,
        "tasking of a source": tasking,
        "opening": sources.ask_to_open(writer, origin, "He says that he will be stabbed."),
        "source": source,
        "second custodian": postings["custodian@elsewhere"].staff.ref,
    }


def _on_roads(postings: dict[str, Posting]) -> dict[str, str]:
    """Reports that do not go to the desk, and one keyed from a slip."""
    author = viewer_for(postings["author"])

    def filed(**fields: str) -> str:
        draft = reporting.start_draft(author, about="worry", seen="The door stood open at count.", **fields)
        return reporting.file_draft(author, draft).ref

    return {
        "to integrity": filed(road="integrity"),
        "of ill-treatment": filed(road="complaints"),
        "for help": filed(road="welfare"),
    }


def _urgent(here: Prison, postings: dict[str, Posting]) -> dict[str, str]:
    """An alarm that the governor has in hand, a notice sent by them, and a photograph beside a report."""
    author, governor = viewer_for(postings["author"]), viewer_for(postings["governor@here"])
    alarm = reporting.raise_alarm(author, _draft(author, here), "attack")
    reporting.answer_alarm(governor, alarm)
    place = {"service": here.service, "establishment": here.establishment}
    office = NoticeRecipient.unfiltered.create(**place, name="Police", phone="102", approved_at=wall_now())
    notice = reporting.send_notice(governor, alarm, recipient=office.ref, where="Landing 2", protection="A patrol.")
    draft = _draft(author, here)
    out = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, format="PNG")
    reporting.attach(author, draft, name="wall.png", raw=out.getvalue())
    [photograph] = reporting.file_draft(author, draft).attachments
    return {"alarm": alarm, "notice": notice, "photograph": photograph.ref}


def _kept(postings: dict[str, Posting]) -> dict[str, str]:
    """Somebody asks two people to let a report go before its time."""
    author, writer = viewer_for(postings["author"]), viewer_for(postings["writer"])
    draft = reporting.start_draft(author, about="worry", seen="The door stood open at count.")
    filed = reporting.file_draft(author, draft).ref
    return {"early erasure": oversight.ask_early(writer, "reporting.report", filed, reason="About the wrong man.")}


def _draft(author: Viewer, here: Prison) -> str:
    return reporting.start_draft(author, about="worry", people=here.people[:1], seen="Bread changed hands.")


def _note(writer: Viewer, item: str) -> str:
    said = [StatementInput("fact", "Bread changed hands at the bench.", [item])]
    return intelligence.write_note(writer, title="Bread", statements=said, innocent="He may share.", gaps="").ref


def _decision(governor: Viewer, note: str, person: str) -> str:
    today = governor.now().date()
    return conference.decide(
        governor,
        note_ref=note,
        outcome="act",
        grounds="The note.",
        necessity="Talking did not end it.",
        proportionality="The mildest that helps.",
        alternatives="A talk.",
        review_on=today,
        ends_on=today,
        measures=[MeasureInput("person", "Works at bench 1.", today, today, person_ref=person)],
    ).ref


def _signing(postings: dict[str, Posting]) -> dict[str, str]:
    asker = viewer_for(postings["asker"])
    for name in ("asker", "governor@here", "author"):
        keys.make_key(viewer_for(postings[name]), PASSPHRASE)
    held = keys.standing_key(asker.staff_id)
    assert held is not None
    asked = approvals.request(asker, ACT, ("access.cabinet", "K7Q-4MX9"), approvals.content_hash({"shelf": 3}))
    with TemporaryDirectory() as stick:
        proposed = witnesses.propose(AtTheConsole("scene"), str(witness_key(Path(stick))))
    return {"key": held.ref, "request": asked.ref, "witness": proposed.ref}
