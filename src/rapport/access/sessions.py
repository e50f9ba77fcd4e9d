"""Signing in and out, and what a browser's session holds: a posting, the instance's stamp, when it was last used.

Whether the posting still counts is asked anew at every request. Time is the wall's. Every sign-in, sign-out and change
of posting is an entry in the ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from rapport.access import policy
from rapport.access.algebra import Refused
from rapport.access.models import Posting
from rapport.access.viewers import Request, Viewer, viewer_for
from rapport.ledger.acting import Actor, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.services import record

POSTING, STAMP, USED = "posting", "stamp", "used"
NOTED_EVERY = timedelta(minutes=1)
"""How often the time of last use is written down: not at every request."""


def idle_after() -> timedelta:
    """How long a session lasts without a request."""
    return timedelta(minutes=getattr(settings, "RAPPORT_IDLE_MINUTES", 60))


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Who is signed in here, by what is true now. Ends a session whose posting has ended or that lay idle."""
    held = request.session.get(POSTING)
    if held is None:
        return None
    posting = Posting.with_all().filter(pk=held).first()
    if posting is None or request.session.get(STAMP) != posting.service.mode.stamp:
        request.session.flush()
        return None
    now = wall_now()
    used = datetime.fromisoformat(request.session[USED])
    if now - used > idle_after():
        _leave(request, posting, "idle")
        return None
    try:
        viewer = viewer_for(posting)
    except Refused:
        _leave(request, posting, "posting ended")
        return None
    if now - used > NOTED_EVERY:
        request.session[USED] = now.isoformat()
    return viewer


@transaction.atomic
def sign_in(request: HttpRequest, posting: Posting, *, reason: str) -> Viewer:
    """Sign in to a posting under a new session key, so that nobody who planted the old one is signed in with it.

    Raises `Refused("posting")` if it is not in force.
    """
    viewer = viewer_for(posting)
    record(viewer, Operation.SIGN_IN, posting, posting.staff, reason=reason)
    request.session.flush()
    _hold(request, posting)
    rotate_token(request)
    _now_is(request, viewer)
    return viewer


@transaction.atomic
def switch_posting(request: HttpRequest, posting: Posting) -> Viewer:
    """Go on in another of one's own postings. Raises `Refused` for somebody else's, as if it did not exist."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Refused("signed_out")
    policy.OWN_POSTING.require_sight(viewer, posting)
    return sign_in(request, posting, reason="changed posting")


def sign_out(request: HttpRequest) -> None:
    """Sign out. Does nothing for someone who is not signed in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is not None:
        _leave(request, Posting.with_all().get(pk=viewer.posting_id), "signed out")
        _now_is(request, None)


@transaction.atomic
def _leave(request: HttpRequest, posting: Posting, reason: str) -> None:
    actor = Actor(staff=posting.staff.ref, role=str(posting.role), service=posting.service.ref, purpose="sign-in")
    record(_Leaving(actor), Operation.SIGN_IN, posting, posting.staff, reason=f"out: {reason}")
    request.session.flush()


def _hold(request: HttpRequest, posting: Posting) -> None:
    request.session[POSTING] = posting.pk
    request.session[STAMP] = posting.service.mode.stamp
    request.session[USED] = wall_now().isoformat()


def _now_is(request: HttpRequest, viewer: Viewer | None) -> None:
    held: Request = request  # type: ignore[assignment]
    held.viewer = viewer


class _Leaving:
    """Somebody whose posting may no longer make a viewer, as the ledger knows them."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
