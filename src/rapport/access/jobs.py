"""Jobs: work that takes longer than a page may wait.

    job = jobs.start(viewer, "register.import", upload.pk)        # inside the service that asks for it

A job runs as whoever asked for it: the viewer is made anew before every slice, so that a posting that ends, ends the
job. A slice and its cursor are one transaction: what a killed worker had half done never was, and whoever takes over
goes on from the last whole slice. An exception is kept as a code; what it said may be content and is not kept.

Who may: a room's services, for the viewer who acts; each sees their own.
Source: house plan, section 7 (jobs).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django_tasks import task

from rapport.access import walls
from rapport.access.algebra import Refused
from rapport.access.job_kinds import Id, UnknownJob, kind_of
from rapport.access.middleware import remember
from rapport.access.models import Job, Posting
from rapport.access.viewers import Viewer, viewer_for
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.reasons import because
from rapport.ledger.references import is_reference
from rapport.ledger.services import record

logger = logging.getLogger(__name__)
State = Job.State
WITH_POSTING = tuple(f"posting__{part}" for part in Posting.WHOLE)
MOST_ATTEMPTS = 5
"""A job that outlives so many workers is given up: it may be what kills them."""


class NotAnId(TypeError):
    """A job was given something that is neither a key nor a reference."""


class TakenOver(Exception):
    """Another worker has taken this job up since: what this one does no longer counts."""


@dataclass(frozen=True)
class JobValue:
    """How far a job is, for whoever asked for it."""

    ref: str
    label: str | Promise
    state: str
    code: str
    done: int
    total: int

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)


def stale_after() -> timedelta:
    """How long a running job may go without a sign of life."""
    return timedelta(seconds=getattr(settings, "RAPPORT_JOB_STALE_SECONDS", 60))


@transaction.atomic
def start(viewer: Viewer, kind: str, *ids: Id, not_before: datetime | None = None) -> Job:
    """Ask for a job in the viewer's name. It begins once the caller's transaction is whole, or at `not_before`.

    Raises `UnknownJob`, and `NotAnId` for arguments that are more than keys and references.
    """
    kind_of(kind)
    for one in ids:
        if isinstance(one, bool) or not (isinstance(one, int) or (isinstance(one, str) and is_reference(one))):
            raise NotAnId(type(one).__name__)
    now = wall_now()
    job = Job.unfiltered.create(
        kind=kind,
        staff_id=viewer.staff_id,
        posting_id=viewer.posting_id,
        purpose=viewer.purpose,
        ids=list(ids),
        asked_at=now,
        beat_at=now,
    )
    record(viewer, Operation.COLLECTION, job, reason=because("access.job_asked", job=kind))
    (run.using(run_after=not_before) if not_before is not None else run).enqueue(job.pk)
    return job


def progress(viewer: Viewer, ref: str) -> JobValue:
    """How far one of the viewer's own jobs is. Raises `Refused` as if there were none for anybody else's."""
    return _value(Job.objects.by_ref(viewer, ref))


def own_jobs(viewer: Viewer) -> list[JobValue]:
    """The viewer's jobs, the last first."""
    return [_value(job) for job in Job.objects.visible_to(viewer).order_by("-pk")[:50]]


@task()
def run(job_id: int) -> None:
    """What the queue calls: take the job up, and do slice after slice. Never raises what a slice raised."""
    attempt = _take_up(job_id)
    if attempt is None:
        return
    try:
        while _slice(job_id, attempt):
            pass
    except TakenOver:
        logger.warning("job %s went on elsewhere", job_id)
    except Exception as problem:  # noqa: BLE001  whatever a room's work raises ends its job, not the worker
        _fail(job_id, attempt, problem)


def requeue_stale() -> int:
    """Put jobs without a sign of life back into the queue, and give up those that outlived too many workers.

    Looks before it opens a transaction: on SQLite that would stop everybody who writes.
    """
    return _requeue() if _stale().exists() else 0


def _stale() -> QuerySet[Job]:
    return Job.unfiltered.filter(state=State.RUNNING, beat_at__lt=wall_now() - stale_after())


@transaction.atomic
def _requeue() -> int:
    now, stale = wall_now(), _stale()
    given_up = stale.filter(attempt__gte=MOST_ATTEMPTS)
    given_up.update(state=State.FAILED, code="job.gave_up", ended_at=now)
    waiting = list(stale.filter(attempt__lt=MOST_ATTEMPTS).select_for_update().values_list("pk", flat=True))
    Job.unfiltered.filter(pk__in=waiting).update(state=State.WAITING, beat_at=now)
    for job_id in waiting:
        run.enqueue(job_id)
    return len(waiting)


@transaction.atomic
def _take_up(job_id: int) -> int | None:
    """The number of this attempt; None if the job is already somebody's, or over."""
    waiting = Job.unfiltered.filter(pk=job_id, state=State.WAITING)
    taken = waiting.update(state=State.RUNNING, attempt=F("attempt") + 1, beat_at=wall_now())
    return Job.unfiltered.values_list("attempt", flat=True).get(pk=job_id) if taken else None


@transaction.atomic
def _slice(job_id: int, attempt: int) -> bool:
    """Do one slice as the viewer that its asker is now; whether there is another. Raises `TakenOver`."""
    mine = Job.unfiltered.filter(pk=job_id, attempt=attempt, state=State.RUNNING)
    job = mine.select_related(*WITH_POSTING).select_for_update(of=("self",)).first()
    if job is None:
        raise TakenOver
    walls.forget()
    viewer = viewer_for(job.posting, purpose=job.purpose)
    did = kind_of(job.kind).work()(viewer, job.cursor, *job.ids)
    now = wall_now()
    kept = {"done": did.done, "total": did.total, "beat_at": now}
    if did.cursor is None:
        mine.update(**kept, state=State.DONE, ended_at=now)
        return False
    mine.update(**kept, cursor=did.cursor)
    return True


def _fail(job_id: int, attempt: int, problem: Exception) -> None:
    """Keep why, as a code, and in the ledger if it was a refusal. What the slice had begun is rolled back by now."""
    code = problem.code if isinstance(problem, Refused) else f"error.{type(problem).__name__}"
    logger.error("job %s failed: %s", job_id, code)
    now = wall_now()
    with transaction.atomic():
        mine = Job.unfiltered.filter(pk=job_id, attempt=attempt, state=State.RUNNING)
        failed = mine.update(state=State.FAILED, code=code[:200], ended_at=now)
        if failed and isinstance(problem, Refused):
            remember(_asker(job_id), problem)


def _asker(job_id: int) -> Viewer | None:
    """Whoever asked, if their posting still makes a viewer."""
    job = Job.unfiltered.select_related(*WITH_POSTING).get(pk=job_id)
    try:
        return viewer_for(job.posting, purpose=job.purpose)
    except Refused:
        return None


def _value(job: Job) -> JobValue:
    try:
        label: str | Promise = kind_of(job.kind).label
    except UnknownJob:
        label = job.kind
    return JobValue(job.ref, label, job.state, job.code, job.done, job.total)
