"""Starting a walk: a simulated prison service is made for it, peopled, and its truth sealed.

Who may: anybody posted, in an instance that is not live. The prison is set up by a steward, who can read nothing.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.access import services as access
from rapport.access.algebra import Refused
from rapport.access.models import Establishment, Posting, PrisonService, Role, Staff
from rapport.access.viewers import Steward, Viewer, viewer_for
from rapport.ledger.acting import Operation
from rapport.ledger.services import record
from rapport.register import services as register
from rapport.simulation import ENGINE, Scenario, World
from rapport.simulation.truth import NONCE_BYTES
from rapport.training import lesson_texts, log, scenery, worlds
from rapport.training.models import ActKind, Colleague, Exercise, Inhabitant, Pace, Seat
from rapport.training.peopling import new_person, people_prison

SCENARIO = "exercise-b"
PURPOSE = "training"
SEED_BITS = 62
TRAINEE = 0


@transaction.atomic
def start_walk(
    viewer: Viewer, *, language: str = "", pace: str = Pace.TIMED, scenario: str = SCENARIO, seed: int | None = None
) -> Seat:
    """Make an exercise and seat the viewer's own person in it as an officer. `seed` only for tests.

    The caller goes on in the seat's posting. The truth is sealed before anything of it can be seen.
    """
    if viewer.mode == "live":
        raise Refused("no_exercises_in_live")
    story = scenery.scenario(scenario)
    drawn = secrets.randbits(SEED_BITS) if seed is None else seed
    nonce = secrets.token_bytes(NONCE_BYTES)
    world = World.from_scenario(story, seed=drawn, nonce=nonce)
    language = language or viewer.language or translation.get_language() or "en"
    steward = Steward(purpose=PURPOSE, staff=viewer.staff_ref)
    with translation.override(language):
        label = f"{story.code}-{10 + secrets.randbelow(90)}"
        service, establishment = _prison(steward, story, label, language)
        postings = _staff(steward, viewer, story, service, establishment, language=language)
        exercise = Exercise.unfiltered.create(
            label=label,
            service=service,
            establishment=establishment,
            language=language,
            pace=Pace(pace),
            scenario=scenario,
            scenario_hash=story.hash,
            engine=ENGINE,
            seed=drawn,
            nonce=nonce,
            commitment=world.truth_commitment,
        )
        seat = _seats(exercise, viewer, postings)
        _people(exercise, world, viewer_for(postings[Role.GOVERNOR]))
    worlds.keep(exercise, world)
    log.write(exercise, ActKind.STARTED, seat=seat, payload={"commitment": exercise.commitment}, once=ActKind.STARTED)
    record(viewer, Operation.COLLECTION, exercise, seat, reason="walk started")
    return seat


def _prison(steward: Steward, story: Scenario, label: str, language: str) -> tuple[PrisonService, Establishment]:
    the_day_before = scenery.evening(story.name, -1)
    service = access.open_service(steward, _("Exercise %(label)s") % {"label": label}, clock_now=the_day_before)
    wing = next(place for place in story.plan if place.kind == "wing")
    return service, access.open_establishment(steward, service, scenery.said(wing.name, language))


def _staff(
    steward: Steward,
    viewer: Viewer,
    story: Scenario,
    service: PrisonService,
    establishment: Establishment,
    *,
    language: str,
) -> dict[str | int, Posting]:
    """Postings by officer of the world, and by role for the two at the desk."""
    wanted: list[tuple[str | int, str, str]] = [
        (man.index, Role.OFFICER, _("Officer %(number)s") % {"number": man.id})
        for man in story.officers
        if man.simulated
    ]
    wanted += [
        (Role.INTELLIGENCE, Role.INTELLIGENCE, _("The desk")),
        (Role.GOVERNOR, Role.GOVERNOR, _("The governor")),
    ]
    postings: dict[str | int, Posting] = {}
    for key, role, name in wanted:
        person = access.enrol(steward, name, language=language)
        postings[key] = access.post(steward, person, role, service=service, establishment=establishment)
    trainee = Staff.unfiltered.get(pk=viewer.staff_id)
    postings[TRAINEE] = access.post(steward, trainee, Role.OFFICER, service=service, establishment=establishment)
    return postings


def _seats(exercise: Exercise, viewer: Viewer, postings: dict[str | int, Posting]) -> Seat:
    for key, posting in postings.items():
        if key != TRAINEE:
            officer = key if isinstance(key, int) else None
            Colleague.unfiltered.create(exercise=exercise, posting=posting, officer=officer)
    return Seat.unfiltered.create(
        exercise=exercise, staff_id=viewer.staff_id, posting=postings[TRAINEE], officer=TRAINEE
    )


def _people(exercise: Exercise, world: World, governor: Viewer) -> None:
    """Fill the register: the places of the plan, everybody of the world, and the few men of the first five minutes."""
    refs = people_prison(governor, exercise.establishment_id, world)
    cast = lesson_texts.cast(world)
    lesson_refs = register.admit(
        governor,
        exercise.establishment_id,
        [new_person(cast, person, number=cast["number"][person]) for person in range(len(cast["surname"]))],
    )
    numbered = [*enumerate(refs), *((-1 - number, ref) for number, ref in enumerate(lesson_refs))]
    Inhabitant.unfiltered.bulk_create(
        Inhabitant(exercise=exercise, person=person, person_ref=ref) for person, ref in numbered
    )
