"""Work that goes on behind the pages: what was asked, how far it is, and where it goes on after a power cut."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rapport.access import policy
from rapport.access.managers import Ruled
from rapport.access.models.service import Posting, Staff
from rapport.ledger.references import new_reference


class Job(models.Model):
    """One job of one person, in the posting and for the purpose in which they asked.

    `ids` are keys and references only. `attempt` counts who has taken it up: a worker that was taken for dead and
    wakes again holds an old number and can keep nothing. `code` says why it failed, never what it was about.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=60)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    ids = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=200, blank=True)
    cursor = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Job]] = models.Manager()
    objects: ClassVar[Ruled[Job]] = Ruled(policy.OWN_JOB)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]), name="access_job_state_is_known"
            )
        ]
        indexes = [models.Index(fields=["state", "beat_at"])]
