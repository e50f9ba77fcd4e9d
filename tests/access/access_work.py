"""Work for the tests' jobs: enrols one colleague a slice, and stumbles where it is told to."""

from __future__ import annotations

import os
import time

from rapport.access.algebra import Refused
from rapport.access.job_kinds import JobKind, Slice
from rapport.access.services import enrol
from rapport.access.viewers import Viewer

ENROL = JobKind("access.enrol_many", "Enrol many", "access_work.enrol_one")
STUMBLE = JobKind("access.stumble", "Stumble", "access_work.stumble")
REFUSE = JobKind("access.refuse", "Refuse", "access_work.refuse")
KINDS = [ENROL, STUMBLE, REFUSE]


def enrol_one(viewer: Viewer, cursor: int, total: int) -> Slice:
    """One colleague; slowly where the environment says so, half of the time before and half after the write."""
    pause = float(os.environ.get("SLICE_SECONDS", "0")) / 2
    time.sleep(pause)
    enrol(viewer, f"Colleague {cursor}")
    time.sleep(pause)
    done = cursor + 1
    return Slice(done if done < total else None, done, total)


def stumble(viewer: Viewer, cursor: int, total: int) -> Slice:
    """Fall in the third slice, saying what must not be kept."""
    if cursor == 2:
        enrol(viewer, "Half done")
        raise ValueError("the man in cell 12 said it")
    return Slice(cursor + 1, cursor + 1, total)


def refuse(viewer: Viewer, cursor: int, total: int) -> Slice:
    """Something that the viewer may not do."""
    raise Refused("role.governor", ("access.staff", viewer.staff_ref))
