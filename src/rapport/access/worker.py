"""The job worker: takes jobs from the queue, one after the other, and looks after those whose worker died.

Runs beside the pages (`rapport serve` starts it). Several may run; each job is taken up by one at a time.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from rapport.access.jobs import requeue_stale
from rapport.ledger.clock import wall_now
from rapport.ledger.soundness import leave_a_lost_file, watch

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
TIDY_SECONDS = 3_600.0
KEPT = timedelta(days=1)
"""How long the queue keeps its own note of what it ran. What a job did, its `Job` says."""


def work_for_ever() -> None:
    """Work until the process ends. Whatever goes wrong with the queue itself is tried again a moment later."""
    tidied = 0.0
    while True:
        try:
            work_once()
            if time.monotonic() - tidied > TIDY_SECONDS:
                tidy()
                tidied = time.monotonic()
        except Exception as problem:  # noqa: BLE001  a database that is busy or away must not end the worker
            logger.warning("the job worker waits: %s", type(problem).__name__)
            close_old_connections()
        time.sleep(PAUSE_SECONDS)


def tidy() -> None:
    """Forget sessions that are over, with what they held: a session knows the words that were last searched for.

    Then whatever the rooms declare as `tidying`: functions without a viewer, which answer for their own entries.
    """
    Session.objects.filter(expire_date__lt=wall_now()).delete()
    for room in apps.get_app_configs():
        for path in getattr(room, "tidying", ()):
            import_string(path)()


def work_once() -> None:
    """Run all that waits now, and whatever a dead worker left behind. An empty queue costs two reads, no write.

    While the ledger cannot be kept nothing is done: no act without its entry.
    """
    close_old_connections()
    leave_a_lost_file()
    if watch.fault() is not None:
        return
    requeue_stale()
    if not DBTaskResult.objects.ready().exists():
        return
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()
    old = wall_now() - KEPT
    DBTaskResult.objects.filter(Q(finished_at__lt=old) | Q(finished_at__isnull=True, started_at__lt=old)).delete()
