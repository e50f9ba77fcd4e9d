"""Jobs: they run as whoever asked, keep no content, and go on where a killed worker stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from access_house import STEWARD, Northfield
from access_work import KINDS
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from rapport.access import jobs, worker
from rapport.access.algebra import Refused
from rapport.access.job_kinds import Slice, UnknownJob
from rapport.access.models import Job, Posting, Staff
from rapport.access.services import end_posting
from rapport.access.worker import work_once
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    room = apps.get_app_config("access")
    room.jobs = KINDS
    try:
        yield
    finally:
        del room.jobs


def colleagues() -> list[str]:
    return list(Staff.unfiltered.filter(name__startswith="Colleague").order_by("pk").values_list("name", flat=True))


def again(job: Job) -> Job:
    return Job.unfiltered.get(pk=job.pk)


def dead(job: Job, *, minutes: int = 2) -> None:
    """As if its worker had died so long ago."""
    Job.unfiltered.filter(pk=job.pk).update(beat_at=wall_now() - timedelta(minutes=minutes))


def test_a_job_is_done_slice_by_slice_by_whoever_asked_for_it(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 5)
    assert jobs.progress(house.trainer, job.ref).state == "waiting"
    work_once()
    value = jobs.progress(house.trainer, job.ref)
    assert (value.state, value.done, value.total, value.over) == ("done", 5, 5, True)
    assert colleagues() == [f"Colleague {number}" for number in range(5)]
    enrolled = Entry.objects.filter(reason=because("access.enrolled"), staff=house.tomas.staff.ref)
    assert {entry.role for entry in enrolled} == {"trainer"}
    assert Entry.objects.get(reason=because("access.job_asked", job="access.enrol_many")).records == [
        ["access.job", job.ref]
    ]
    work_once()
    assert len(colleagues()) == 5


def test_a_job_is_given_keys_and_references_and_nothing_else(house: Northfield) -> None:
    for content in ("said by V. Lasko", {"text": "x"}, ["K7Q-4MX9"], True, 1.5, None):
        with pytest.raises(jobs.NotAnId):
            jobs.start(house.trainer, "access.enrol_many", content)  # type: ignore[arg-type]
    with pytest.raises(UnknownJob):
        jobs.start(house.trainer, "access.blow_up", 1)
    assert not Job.unfiltered.exists()
    job = jobs.start(house.trainer, "access.enrol_many", 3)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [job.pk], "kwargs": {}}


def test_what_an_exception_says_is_kept_nowhere(house: Northfield, caplog: pytest.LogCaptureFixture) -> None:
    job = jobs.start(house.trainer, "access.stumble", 5)
    work_once()
    failed = again(job)
    assert (failed.state, failed.code, failed.done) == ("failed", "error.ValueError", 2)
    queue = DBTaskResult.objects.get()
    assert (queue.traceback, queue.exception_class_path) == ("", "")
    assert "cell 12" not in caplog.text + repr(queue.__dict__) + repr(failed.__dict__)
    assert not Staff.unfiltered.filter(name="Half done").exists()


def test_a_refusal_ends_the_job_and_is_in_the_ledger(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.refuse", 1)
    work_once()
    assert again(job).code == "role.governor"
    last = Entry.objects.latest("pk")
    assert (last.operation, last.reason, last.staff) == ("refusal", "role.governor", house.tomas.staff.ref)


def test_a_posting_that_ends_ends_the_job(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 5)
    monkeypatch.setattr(jobs, "stale_after", lambda: timedelta(0))

    def ends_after_two(*_given: object) -> Slice:
        """As if the governor withdrew the posting while the job runs."""
        if again(job).done == 1:
            end_posting(STEWARD, Posting.with_all().get(pk=house.tomas.pk))
        done = again(job).done + 1
        return Slice(1 if done < 5 else None, done, 5)

    monkeypatch.setattr(jobs, "kind_of", lambda _kind: SimpleNamespace(work=lambda: ends_after_two))
    work_once()
    assert (again(job).state, again(job).code, again(job).done) == ("failed", "posting", 2)


def test_a_job_whose_asker_has_gone_before_it_began_does_nothing(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 5)
    end_posting(STEWARD, Posting.with_all().get(pk=house.tomas.pk))
    work_once()
    assert (again(job).state, again(job).code, colleagues()) == ("failed", "posting", [])


def test_a_job_without_a_sign_of_life_goes_on_from_its_cursor(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 6)
    attempt = jobs._take_up(job.pk)
    assert attempt == 1
    assert jobs._slice(job.pk, attempt)
    assert jobs._slice(job.pk, attempt)
    DBTaskResult.objects.all().delete()
    work_once()
    assert again(job).state == "running"
    dead(job)
    work_once()
    assert (again(job).state, again(job).attempt) == ("done", 2)
    assert colleagues() == [f"Colleague {number}" for number in range(6)]


def test_a_worker_that_was_taken_for_dead_and_wakes_keeps_nothing(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 3)
    sleeper = jobs._take_up(job.pk)
    assert sleeper is not None
    dead(job)
    work_once()
    assert again(job).state == "done"
    with pytest.raises(jobs.TakenOver):
        jobs._slice(job.pk, sleeper)
    jobs._fail(job.pk, sleeper, ValueError())
    assert (again(job).state, len(colleagues())) == ("done", 3)


def test_no_job_is_taken_up_twice(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 3)
    assert jobs._take_up(job.pk) == 1
    assert jobs._take_up(job.pk) is None


def test_a_job_that_outlived_five_workers_is_given_up(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 3)
    for attempt in range(1, 6):
        assert jobs._take_up(job.pk) == attempt
        dead(job)
        jobs.requeue_stale()
    assert (again(job).state, again(job).code) == ("failed", "job.gave_up")
    work_once()
    assert colleagues() == []


def test_nobody_sees_anybody_elses_job(house: Northfield) -> None:
    job = jobs.start(house.trainer, "access.enrol_many", 3)
    with pytest.raises(Refused) as refused:
        jobs.progress(house.officer, job.ref)
    assert not refused.value.exists
    assert jobs.own_jobs(house.officer) == []
    assert [value.ref for value in jobs.own_jobs(house.trainer)] == [job.ref]


def test_an_empty_queue_costs_two_reads_and_no_write(
    house: Northfield, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2) as asked:
        work_once()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert connection.in_atomic_block


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(house: Northfield) -> None:
    from django.db import transaction

    with pytest.raises(ValueError, match="no"), transaction.atomic():
        jobs.start(house.trainer, "access.enrol_many", 3)
        raise ValueError("no")
    work_once()
    assert not Job.unfiltered.exists()
    assert colleagues() == []


def test_sessions_that_are_over_are_forgotten_with_what_they_held(house: Northfield) -> None:
    for name, ends in (("over", -1), ("going on", 1)):
        Session.objects.create(session_key=name, session_data="x", expire_date=wall_now() + timedelta(hours=ends))
    worker.tidy()
    assert set(Session.objects.values_list("session_key", flat=True)) == {"going on"}


def test_the_queue_keeps_its_own_notes_for_a_day(house: Northfield, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.start(house.trainer, "access.enrol_many", 1)
    work_once()
    assert DBTaskResult.objects.count() == 1
    tomorrow = wall_now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(worker, "wall_now", lambda: tomorrow)
    jobs.start(house.trainer, "access.enrol_many", 1)
    work_once()
    assert DBTaskResult.objects.count() == 0
