"""The start of a shift: what an officer reads before going to the post. Who may: officers of the prison."""

from __future__ import annotations

from django.db import transaction

from rapport.access.viewers import Viewer
from rapport.intelligence import policy
from rapport.intelligence.asked_values import Shift
from rapport.intelligence.selectors.briefings import instructions
from rapport.intelligence.selectors.requirements import around, posts, questions
from rapport.intelligence.selectors.taskings import taskings_of_posts
from rapport.ledger.references import normalise


@transaction.atomic
def shift(viewer: Viewer, post_ref: str = "") -> Shift:
    """What an officer reads at the start of a shift, of one post or of all. Raises `Refused` for who is no officer.

    A post is also what lies around it and in it: whoever is on the wing is on its landings. One that is not among those
    of the prison is as if none had been named.
    """
    policy.ANSWER_QUESTIONS.require_acting(viewer)
    places = posts(viewer)
    post = next((one for one in places if one.ref == normalise(post_ref)), None) if post_ref else None
    there = around(places, post) if post is not None else None
    return Shift(
        post=post,
        posts=tuple(places),
        instructions=tuple(instructions(viewer, there)),
        taskings=tuple(taskings_of_posts(viewer, there)),
        questions=tuple(questions(viewer, there)),
    )
