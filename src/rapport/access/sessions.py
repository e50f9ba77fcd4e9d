"""Signing in and out, and what a browser's session holds: a posting, the instance's stamp, when it was last used.

Whether the posting still counts is asked anew at every request. Time is the wall's. Every sign-in, sign-out and change
of posting is an entry in the ledger.

Whoever came in by passphrase holds a *seat*: their account and its mark, so that a reset ends the session, and whether
they showed a second factor. A seat that lies idle is locked: the passphrase opens it again, and nothing typed is lost.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from rapport.access import passphrases, policy, second_factor, throttle
from rapport.access.algebra import Refused
from rapport.access.models import Account, Posting
from rapport.access.purposes import purposes_of
from rapport.access.session_store import LOCKED
from rapport.access.viewers import Request, Viewer, posting_of, viewer_for
from rapport.ledger.acting import Actor, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.services import record

POSTING, STAMP, USED = "posting", "stamp", "used"
SEAT, PURPOSE = "seat", "purpose"
NOTED_EVERY = timedelta(minutes=1)
"""How often the time of last use is written down: not at every request."""


def idle_after() -> timedelta:
    """How long a session lasts without a request."""
    return timedelta(minutes=getattr(settings, "RAPPORT_IDLE_MINUTES", 60))


def lock_after() -> timedelta:
    """How long the seat of somebody who came in by passphrase may lie idle before it is locked."""
    return timedelta(minutes=getattr(settings, "RAPPORT_LOCK_MINUTES", 10))


@dataclass(frozen=True)
class Seat:
    """By which account somebody came in, under which mark of it, and whether with two factors."""

    account: int
    mark: str
    two: bool


class WrongPassphrase(Exception):
    """The passphrase does not open the locked seat."""


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Who is signed in here, by what is true now. Ends a session whose posting has ended or that lay idle."""
    held = request.session.get(POSTING)
    if held is None:
        return None
    posting = posting_of(held)
    if posting is None or request.session.get(STAMP) != posting.service.mode.stamp:
        request.session.flush()
        return None
    now = wall_now()
    used = datetime.fromisoformat(request.session[USED])
    if now - used > idle_after():
        _leave(request, posting, "idle")
        return None
    seat = seat_of(request)
    if seat is not None and not _stands(seat):
        _leave(request, posting, "account_changed")
        return None
    if second_factor.asks(posting) and not (seat is not None and seat.two):
        _leave(request, posting, "second_factor")
        return None
    try:
        viewer = viewer_for(posting, purpose=_purpose(request, posting))
    except Refused:
        _leave(request, posting, "posting_ended")
        return None
    if is_locked(request):
        return None
    if seat is not None and now - used > lock_after():
        with transaction.atomic():
            _lock(request, viewer, "idle")
        return None
    if now - used > NOTED_EVERY:
        request.session[USED] = now.isoformat()
    return viewer


@transaction.atomic
def sign_in(request: HttpRequest, posting: Posting, *, reason: str, seat: Seat | None = None) -> Viewer:
    """Sign in to a posting under a new session key, so that nobody who planted the old one is signed in with it.

    Raises `Refused("posting")` if it is not in force, `Refused("second_factor")` if it asks for two factors and the
    seat has shown one.
    """
    viewer = viewer_for(posting)
    if second_factor.asks(posting) and not (seat is not None and seat.two):
        raise Refused("second_factor", posting)
    record(viewer, Operation.SIGN_IN, posting, posting.staff, reason=reason)
    request.session.flush()
    _hold(request, posting)
    if seat is not None:
        request.session[SEAT] = asdict(seat)
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
    return sign_in(request, posting, reason=because("access.changed_posting"), seat=seat_of(request))


@transaction.atomic
def act_for(request: HttpRequest, purpose: str) -> None:
    """Act for this purpose from the next page on. Raises `Refused` for one that is not of the viewer's work."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        raise Refused("signed_out")
    if purpose not in {one.code for one in purposes_of(viewer.roles)}:
        raise Refused("purpose", exists=False)
    request.session[PURPOSE] = purpose
    record(
        viewer,
        Operation.SIGN_IN,
        ("access.posting", viewer.posting_ref),
        reason=because("access.purpose_chosen", purpose=purpose),
    )


@transaction.atomic
def lock(request: HttpRequest) -> None:
    """Lock the seat. The seat of one of the cast, which no passphrase would open again, is left instead."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None:
        return
    if seat_of(request) is None:
        sign_out(request)
        return
    _lock(request, viewer, "asked")
    _now_is(request, None)


def unlock(request: HttpRequest, passphrase: str) -> None:
    """Open the locked seat again. Raises `WrongPassphrase`, and `throttle.Resting` after too many tries."""
    seat = seat_of(request)
    posting = Posting.with_all().filter(pk=request.session.get(POSTING, 0)).first()
    if seat is None or posting is None or not is_locked(request):
        raise WrongPassphrase
    account = Account.unfiltered.get(pk=seat.account)
    throttle.take(request, posting.staff.number)
    with transaction.atomic():
        viewer = viewer_for(posting)
        right = passphrases.fits(passphrase, account.password)
        if right:
            record(viewer, Operation.SIGN_IN, posting, posting.staff, reason=because("access.unlocked"))
        else:
            record(viewer, Operation.REFUSAL, posting.staff, reason="unlock.wrong")
    if not right:
        raise WrongPassphrase
    throttle.forgive(request, posting.staff.number)
    request.session.pop(LOCKED)
    request.session[USED] = wall_now().isoformat()
    request.session.cycle_key()  # the form's token stays: what stands typed on the covered page can still be sent
    _now_is(request, viewer)


def is_locked(request: HttpRequest) -> bool:
    """Whether somebody's locked seat is in this browser."""
    return LOCKED in request.session


def locked_language(request: HttpRequest) -> str:
    """What language whoever locked the seat in this browser reads; empty where nobody did."""
    return str(request.session.get(LOCKED, ""))


def seat_of(request: HttpRequest) -> Seat | None:
    """By which account this browser's session came in; None for nobody, or for one of the cast by a link."""
    held = request.session.get(SEAT)
    return Seat(**held) if held is not None else None


def keep_seat(request: HttpRequest, mark: str) -> None:
    """This session goes on under the account's new mark; all others of the account are over."""
    seat = seat_of(request)
    if seat is not None:
        request.session[SEAT] = {**asdict(seat), "mark": mark}
        request.session.cycle_key()


def now_two(request: HttpRequest) -> None:
    """A second factor was set up and shown in this session."""
    seat = seat_of(request)
    if seat is not None:
        request.session[SEAT] = {**asdict(seat), "two": True}


def leave_locked(request: HttpRequest) -> None:
    """End a locked session: somebody else takes the desk. Drafts of whoever sat there are records and stay."""
    posting = Posting.with_all().filter(pk=request.session.get(POSTING, 0)).first()
    if posting is not None:
        _leave(request, posting, "switched")
    request.session.flush()


def sign_out(request: HttpRequest) -> None:
    """Sign out. Does nothing for someone who is not signed in."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is not None:
        _leave(request, Posting.with_all().get(pk=viewer.posting_id), "signed_out")
        _now_is(request, None)


@transaction.atomic
def _leave(request: HttpRequest, posting: Posting, reason: str) -> None:
    actor = Actor(staff=posting.staff.ref, role=str(posting.role), service=posting.service.ref, purpose="sign-in")
    record(_Leaving(actor), Operation.SIGN_IN, posting, posting.staff, reason=because(f"access.out_{reason}"))
    request.session.flush()


def _lock(request: HttpRequest, viewer: Viewer, reason: str) -> None:
    record(viewer, Operation.SIGN_IN, ("access.posting", viewer.posting_ref), reason=because(f"access.locked_{reason}"))
    request.session[LOCKED] = viewer.language


def _stands(seat: Seat) -> bool:
    return Account.unfiltered.filter(pk=seat.account, mark=seat.mark, closed_at__isnull=True).exists()


def _purpose(request: HttpRequest, posting: Posting) -> str:
    held = str(request.session.get(PURPOSE, ""))
    return held if held in {one.code for one in purposes_of(frozenset({str(posting.role)}))} else ""


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
