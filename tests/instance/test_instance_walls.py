"""The second wall: on PostgreSQL the database itself shows a request nothing of another prison service.

The tests build what they need as the owner of the tables and go on as the role that serves, in one transaction.
"""

from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from serving_house import Served

from behind_walls import behind_walls
from desk_at_northfield import Desk, browser, posted
from rapport.access import walls
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from rapport.instance.walls import LEDGER, OPEN, POLICIES, unwalled
from rapport.ledger.soundness import Fault, fault_of
from rapport.reporting import services as reporting
from rapport.reporting.models import Draft, Report
from rapport.search import proposing
from small_prison import build, open_simulated_service

ASKED = "SELECT * FROM reporting_report"
STAFF = {
    "aigerim": Role.OFFICER,
    "bakyt": Role.OFFICER,
    "daria": Role.INTELLIGENCE,
    "nurlan": Role.ANALYST,
    "asel": Role.GOVERNOR,
}


@pytest.fixture
def walled(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")


def desk_of(name: str, serial: int) -> Desk:
    """A desk of a prison service of its own."""
    prison = build(open_simulated_service(), name, serial=serial)
    here = {"service": prison.service, "establishment": prison.establishment}
    people = {who: posted(f"{who} of {name}", role, **here) for who, role in STAFF.items()}
    return Desk(prison=prison, **people)


@pytest.fixture
def two(walled: None) -> tuple[Desk, Desk]:
    """Two prison services with a graded report each."""
    made = desk_of("Northfield", 100), desk_of("Eastfield", 200)
    for one in made:
        one.item(one.report(one.aigerim))
    return made


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def walled_tables() -> list[str]:
    """The tables with a wall that are installed, but for the one that the role that serves may not read at all."""
    return sorted(POLICIES.keys() & set(connection.introspection.table_names()) - {proposing.NAMED})


def admitted(viewer: Viewer) -> None:
    walls.forget()
    walls.admit(viewer)


def test_every_record_table_has_a_wall_and_the_others_are_named(walled: None) -> None:
    """A new table fails here: give it a policy in `instance.walls`, or say there why it needs none."""
    assert unwalled() == set()
    known = {*POLICIES, *OPEN, *LEDGER, "ledger_instance"}
    installed = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert installed - known == set()
    held = {table for table in OPEN if table.startswith(("reporting_", "intelligence_", "conference_"))}
    assert held == set()


def test_with_nobody_admitted_no_record_is_there(two: tuple[Desk, Desk]) -> None:
    filled = [table for table in walled_tables() if rows(table)]
    assert len(filled) > 8
    with behind_walls():
        walls.forget()
        assert [table for table in filled if rows(table)] == []


def test_a_raw_question_finds_one_s_own_service_only_and_so_does_the_private_manager(two: tuple[Desk, Desk]) -> None:
    here, there = two
    with behind_walls():
        admitted(here.daria)
        with connection.cursor() as cursor:
            cursor.execute(ASKED)
            named = [one.name for one in cursor.description or ()]
            services = {row[named.index("service_id")] for row in cursor.fetchall()}
        assert services == {here.prison.service.pk}
        assert {one.service_id for one in Report.unfiltered.all()} == {here.prison.service.pk}
        admitted(there.daria)
        assert {one.service_id for one in Report.unfiltered.all()} == {there.prison.service.pk}
        for table in walled_tables():
            assert rows(table) <= rows_of(there, table), table


def rows_of(desk: Desk, table: str) -> int:
    """How many rows of this table the owner counts for a desk that has as many as the other: half."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        me = cursor.fetchone()[0]
        cursor.execute("RESET ROLE")
        half = -(-rows(table) // 2)
        cursor.execute(f'SET ROLE "{me}"')
    return half


def test_another_establishment_of_one_s_service_is_behind_the_wall_too_but_not_one_s_own_old_report(
    two: tuple[Desk, Desk],
) -> None:
    here, _there = two
    elsewhere = build(here.prison.service, "Southfield", serial=300)
    officer, desk, analyst = elsewhere.viewer("officer"), elsewhere.viewer("intelligence"), here.nurlan
    with behind_walls():
        admitted(desk)
        assert not Report.unfiltered.exists()
        assert rows("intelligence_item") == 0
        assert rows("register_person") == len(elsewhere.people)
        admitted(here.aigerim)
        assert Report.unfiltered.count() == 1
        admitted(officer)
        assert not Report.unfiltered.exists()
        admitted(analyst)
        assert rows("register_person") == len(here.people) + len(elsewhere.people)


def test_a_draft_is_behind_the_wall_even_for_the_desk_next_door(two: tuple[Desk, Desk]) -> None:
    here, _there = two
    reporting.start_draft(here.bakyt, seen="Nothing yet.", about="worry")
    with behind_walls():
        admitted(here.daria)
        assert not Draft.unfiltered.exists()
        admitted(here.bakyt)
        assert Draft.unfiltered.count() == 1


def test_nothing_is_written_into_another_service_and_the_attempt_closes_nothing(two: tuple[Desk, Desk]) -> None:
    here, there = two
    with behind_walls():
        admitted(here.daria)
        with (
            pytest.raises(DatabaseError, match=r"row-level|rests on the law") as refused,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE register_person SET service_id = %s", [there.prison.service.pk])
        assert fault_of(refused.value) is None
        assert rows("register_person") == len(here.people)


@pytest.mark.urls("walls_urls")
def test_a_request_finds_what_lies_within_its_posting_and_the_next_one_on_the_same_connection_finds_its_own(
    two: tuple[Desk, Desk],
) -> None:
    """The raw question is asked by a page that forgets to ask for whom."""
    services = [one.prison.service.pk for one in two]
    here, there = (browser(one.daria) for one in two)
    with behind_walls():
        found = [client.get("/nosy/").json() for client in (here, there, Client(), here)]
    assert found == [[services[0]], [services[1]], [], [services[0]]]


@pytest.mark.urls("walls_urls")
def test_whoever_makes_a_colleague_s_viewer_sees_within_that_posting_too_and_only_until_the_request_ends(
    two: tuple[Desk, Desk],
) -> None:
    here = browser(two[0].daria)
    colleague = two[1].daria.posting_id
    with behind_walls():
        both = here.get(f"/nosy/?and={colleague}").json()
        assert sorted(both) == sorted(one.prison.service.pk for one in two)
        assert here.get("/nosy/").json() == [two[0].prison.service.pk]


def test_the_role_that_serves_can_change_no_table_no_guard_no_wall_and_no_entry(two: tuple[Desk, Desk]) -> None:
    for statement in (
        "UPDATE ledger_entry SET reason = 'other'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "TRUNCATE reporting_report CASCADE",
        "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
        "ALTER TABLE reporting_report DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wall ON reporting_report",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
        "CREATE OR REPLACE FUNCTION rapport_ids(name text) RETURNS bigint[] LANGUAGE sql AS 'SELECT NULL::bigint[]'",
        "UPDATE ledger_instance SET mode = 'live'",
        "SET session_replication_role = replica",
    ):
        with (
            behind_walls(),
            pytest.raises(DatabaseError, match=r"permission denied|must be owner") as refused,  # before any guard
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert fault_of(refused.value) in {None, Fault.READ_ONLY}


def test_an_instance_is_founded_by_the_owner_and_served_by_a_role_that_owns_nothing(
    tmp_path: Path, fresh_postgresql: str
) -> None:
    """As docs/operating.md says, with real sign-in, a real page, and a real job worker."""
    role, (place, name) = f"serves_{tmp_path.name[-6:]}", fresh_postgresql.rpartition("@")[2].split("/")
    with psycopg.connect(fresh_postgresql, autocommit=True) as opened:
        opened.execute(f'CREATE ROLE "{role}" LOGIN')  # type: ignore[call-overload]
    served = Served(tmp_path, f"postgresql://{role}@{place}/{name}")
    refused = served.rapport("init", "--mode", "training")
    assert refused.returncode == 1
    assert "RAPPORT_OWNER_DATABASE_URL" in refused.stderr
    served.environment["RAPPORT_OWNER_DATABASE_URL"] = fresh_postgresql
    founded = served.rapport("init", "--mode", "training")
    assert founded.returncode == 0, founded.stderr
    del served.environment["RAPPORT_OWNER_DATABASE_URL"]
    assert served.rapport("check").stdout == "All is in order.\n"
    index = served.rapport("search", "rebuild")
    assert index.returncode == 1, "whoever sees no record would leave the index empty"
    assert "owner" in index.stderr
    served.open()
    try:
        assert served.health() == 200
    finally:
        served.close()
    with psycopg.connect(fresh_postgresql, autocommit=True) as opened:
        opened.execute("ALTER TABLE reporting_report DISABLE ROW LEVEL SECURITY")
    gone = served.rapport("check")
    assert (gone.returncode, gone.stdout) == (
        1,
        "The table reporting_report has no wall behind its rules: run `rapport init` with this instance's mode.\n",
    )
