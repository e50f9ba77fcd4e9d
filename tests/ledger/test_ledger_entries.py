"""Remembering is part of acting: no entry, no effect, and no way to change one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from rapport.ledger import services
from rapport.ledger.acting import Actor, Operation
from rapport.ledger.models import Entry, Instance, Mode
from rapport.ledger.selectors import missing_guards
from rapport.ledger.services import NotInTransaction, entry_is_authentic, found_instance, record, together

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Somebody:
    actor: Actor


AIGERIM = Somebody(Actor(staff="AAA-AAAA", role="officer", service="SSS-SSSS", purpose="dynamic security"))


def written() -> Entry:
    record(AIGERIM, Operation.COLLECTION, ("reporting.report", "K7Q-4MX9"), reason="filed")
    return Entry.objects.latest("pk")


def test_an_entry_says_who_did_what_to_which_record_and_why() -> None:
    entry = written()
    assert (entry.staff, entry.operation, entry.records, entry.reason) == (
        "AAA-AAAA",
        "collection",
        [["reporting.report", "K7Q-4MX9"]],
        "filed",
    )


def test_an_entry_read_back_from_the_database_is_authentic() -> None:
    entry = written()
    entry.refresh_from_db()
    assert entry_is_authentic(entry)


@pytest.mark.parametrize("field", ["staff", "operation", "reason", "records", "to", "role", "purpose", "service"])
def test_an_entry_with_any_field_altered_is_not_authentic(field: str) -> None:
    entry = written()
    setattr(entry, field, "somebody else")
    assert not entry_is_authentic(entry)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET staff = 'nobody'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_instance SET mode = 'live'",
        "DELETE FROM ledger_instance",
    ],
)
def test_the_database_itself_refuses_to_change_the_ledger(statement: str) -> None:
    written()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.filter(staff="AAA-AAAA").exists()


def test_all_guards_stand_and_a_missing_one_is_named() -> None:
    assert missing_guards() == set()
    with connection.cursor() as cursor:
        on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER ledger_entry_no_delete{on}")
    assert missing_guards() == {"ledger_entry_no_delete"}


def test_an_act_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        record(AIGERIM, Operation.COLLECTION, ("reporting.report", "K7Q-4MX9"))


def test_an_act_that_fails_leaves_no_entry() -> None:
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written()
        raise ZeroDivisionError
    assert Entry.objects.count() == before


def test_a_training_instance_stays_one() -> None:
    assert found_instance(Mode.TRAINING).mode == "training"
    with pytest.raises(ValueError, match="training instance and cannot become a live one"):
        found_instance(Mode.LIVE)
    assert Instance.objects.count() == 1


# --- many entries together --------------------------------------------------------------------------------------------


def reasons() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("reason", flat=True))


def say(reason: str) -> None:
    record(AIGERIM, Operation.COLLECTION, ("reporting.report", "K7Q-4MX9"), reason=reason)


def test_entries_gathered_are_written_once_in_their_order_and_are_authentic(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    before = reasons()
    with transaction.atomic(), django_assert_num_queries(1), together():
        for number in range(50):
            say(f"{number}")
    assert reasons() == before + [f"{number}" for number in range(50)]
    assert all(entry_is_authentic(entry) for entry in Entry.objects.all())


def test_an_act_taken_back_takes_its_gathered_entry_along_and_no_other() -> None:
    before = reasons()
    with transaction.atomic(), together():
        say("stands")
        with suppress(ZeroDivisionError), transaction.atomic():
            say("taken back")
            with transaction.atomic():
                say("taken back with it")
            raise ZeroDivisionError
        with transaction.atomic():
            say("stands too")
    assert reasons() == [*before, "stands", "stands too"]


def test_work_that_fails_leaves_no_gathered_entry_and_gathers_no_longer() -> None:
    before = reasons()
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        say("never")
        raise ZeroDivisionError
    say("alone")
    assert reasons() == [*before, "alone"]


def test_a_piece_of_work_within_another_is_written_with_it() -> None:
    before = reasons()
    with transaction.atomic(), together():
        say("one")
        with together():
            say("two")
        say("three")
        assert reasons() == before
    assert reasons() == [*before, "one", "two", "three"]


def test_entries_are_gathered_only_inside_the_transaction_of_their_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction), together():
        say("never")


def test_an_answer_is_given_only_once_its_entries_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a page is answered: outside any transaction, one selector asking another."""
    monkeypatch.setattr(services, "connection", _AsForAPage())
    seen_meanwhile: list[int] = []

    @services.answering
    def one(ref: str) -> str:
        record(AIGERIM, Operation.CONSULTATION, ("reporting.report", ref))
        seen_meanwhile.append(Entry.objects.count() - before)
        return ref

    @services.answering
    def both() -> list[str]:
        return [one("K7Q-4MX9"), one("K7Q-4MXA")]

    before = Entry.objects.count()
    assert both() == ["K7Q-4MX9", "K7Q-4MXA"]
    assert seen_meanwhile == [0, 0]  # nothing is held up while one reads
    assert [one.records[0][1] for one in Entry.objects.order_by("pk")[before:]] == ["K7Q-4MX9", "K7Q-4MXA"]
    with pytest.raises(NotInTransaction):
        record(AIGERIM, Operation.CONSULTATION, ("reporting.report", "K7Q-4MX9"))


def test_there_is_no_answer_whose_entry_cannot_be_written_and_no_entry_of_one_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "connection", _AsForAPage())

    @services.answering
    def answer(then: str) -> str:
        record(AIGERIM, Operation.CONSULTATION, ("reporting.report", "K7Q-4MX9"))
        if then == "fails":
            raise LookupError
        return "what was seen"

    before = Entry.objects.count()
    with pytest.raises(LookupError):
        answer("fails")
    assert Entry.objects.count() == before
    with connection.execute_wrapper(_full), pytest.raises(DatabaseError):
        answer("succeeds")


def _full(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
    if sql.startswith("INSERT INTO ledger_entry"):
        raise DatabaseError("database or disk is full")
    return execute(sql, *more)


class _AsForAPage:
    """The connection as a page has it: outside any transaction."""

    in_atomic_block = False

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)
