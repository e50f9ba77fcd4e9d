"""Starting a walk: a simulated prison service is made for it, peopled, and its truth sealed.

Who may: anybody posted, in an instance that is not live. The prison is set up by a steward, who can read nothing.
"""

from __future__ import annotations

import secrets
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.access import services as access
from rapport.access.algebra import Refused
from rapport.access.roles import Role
from rapport.access.viewers import Steward, Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import record
from rapport.register import services as register
from rapport.simulation import ENGINE, Scenario, World
from rapport.simulation.truth import NONCE_BYTES
from rapport.training import lesson_texts, log, scenery, worlds
from rapport.training.models import ActKind, Colleague, Exercise, Inhabitant, Pace, Seat
from rapport.training.peopling import new_person, people_prison
from rapport.training.seats import colleague_viewer, spoken

SCENARIO = worlds.USUAL
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
    world = worlds.fresh(
        scenario, secrets.randbits(SEED_BITS) if seed is None else seed, nonce := secrets.token_bytes(NONCE_BYTES)
    )
    language = language or spoken(viewer)
    steward = Steward(purpose=PURPOSE, staff=viewer.staff_ref)
    with translation.override(language):
        exercise = _exercise(steward, world, nonce, language=language, pace=pace)
        seat = _staff(steward, viewer, exercise, world.scenario)
        _people(exercise, world, colleague_viewer(exercise, Role.GOVERNOR))
    worlds.keep(exercise, world)
    log.write(exercise, ActKind.STARTED, seat=seat, payload={"commitment": exercise.commitment}, once=ActKind.STARTED)
    record(viewer, Operation.COLLECTION, exercise, seat, reason=because("training.walk_started"))
    return seat


def _exercise(steward: Steward, world: World, nonce: bytes, *, language: str, pace: str) -> Exercise:
    """The prison service of the exercise, on the evening before its first day, and the exercise itself."""
    story = world.scenario
    label = f"{story.code}-{10 + secrets.randbelow(90)}"
    service = access.open_service(
        steward, _("Exercise %(label)s") % {"label": label}, clock_now=scenery.evening(story.name, -1)
    )
    wing = next(place for place in story.plan if place.kind == "wing")
    return Exercise.unfiltered.create(
        label=label,
        service=service,
        establishment=access.open_establishment(steward, service, scenery.said(wing.name, language)),
        language=language,
        pace=Pace(pace),
        scenario=story.name,
        scenario_hash=story.hash,
        engine=ENGINE,
        seed=world.seed,
        nonce=nonce,
        commitment=world.truth_commitment,
    )


def _staff(steward: Steward, viewer: Viewer, exercise: Exercise, story: Scenario) -> Seat:
    """Post the trainee, the simulated officers, and the two at the desk."""
    posted = partial(access.post, steward, service=exercise.service, establishment=exercise.establishment)
    simulated: list[tuple[int | None, Role, str]] = [
        (man.index, Role.OFFICER, _("Officer %(number)s") % {"number": man.id})
        for man in story.officers
        if man.simulated
    ]
    simulated += [(None, Role.INTELLIGENCE, _("The desk")), (None, Role.GOVERNOR, _("The governor"))]
    for officer, role, name in simulated:
        person = access.enrol(steward, name, language=exercise.language)
        posting = posted(person, role)
        Colleague.unfiltered.create(exercise=exercise, posting=posting, officer=officer)
    own = posted(viewer, Role.OFFICER)
    return Seat.unfiltered.create(exercise=exercise, staff_id=viewer.staff_id, posting=own, officer=TRAINEE)


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
