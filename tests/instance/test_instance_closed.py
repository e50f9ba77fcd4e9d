"""A house without its ledger is closed: it shows the duty telephone and a form to fill in by hand, and opens by itself.

The disk is really full and really read-only, the guard really gone: on a small disk of the test's own (as root).
"""

import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from os import chown
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from serving_house import Served

from cluster import owner
from rapport.ledger.soundness import Fault, fault_of, watch

TELEPHONE = "555 0101"
CLOSED = "Nothing can be written down here just now"


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can make a small disk")
    try:
        yield folder
    finally:
        while folder.is_mount():  # one over the other, if a test ended early
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> None:
    """Fill the disk to the last byte."""
    with (folder / "filling").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            pass


def make_read_only(folder: Path) -> None:
    """Whoever opens a file there from now on cannot write it, whoever has one open already goes on."""
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)


def page(served: Served, path: str = "/sign-in/") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{served.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def soon(served: Served, status: int) -> str:
    """What the page says once it answers so; the house looks at its ledger once a second."""
    deadline = time.monotonic() + 10
    while (answer := page(served))[0] != status:
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)
    return answer[1]


SERVE, CHECK = ("serve", "--port", "1"), ("check",)


def closes(
    served: Served,
    reason: str,
    harm: Callable[[], object],
    mend: Callable[[], object],
    *commands: tuple[str, ...],
) -> None:
    """Harmed, it shows the closed page, the health page says why, and these commands refuse; mended, it opens."""
    soon(served, 200)
    harm()
    try:
        text = soon(served, 503)
        assert CLOSED in text
        assert TELEPHONE in text
        assert "What you saw or heard yourself" in text
        assert page(served, "/reports/")[0] == 503
        assert page(served, "/static/interface/mark.svg")[0] == 200
        assert page(served, "/healthz") == (503, f"{reason}\n")
        for command in commands:
            refused = served.rapport(*command)
            assert refused.returncode == 1, command
            assert "Traceback" not in refused.stderr
    finally:
        mend()
    assert CLOSED not in soon(served, 200)


def sql(database: Path, statement: str) -> None:
    with sqlite3.connect(database) as opened:
        opened.execute(statement)
    opened.close()


def test_a_full_read_only_lost_or_disarmed_ledger_closes_the_house_until_it_is_mended(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 40) as disk:
        served = Served(disk)
        served.environment["RAPPORT_DUTY_TELEPHONE"] = TELEPHONE
        served.move_in()
        database, elsewhere = disk / "rapport.sqlite3", disk / "elsewhere"
        served.open()

        def bring_back() -> None:
            assert not database.exists(), "an empty ledger was made in place of the lost one"
            elsewhere.rename(database)

        try:
            closes(served, "ledger full", lambda: fill(disk), (disk / "filling").unlink, SERVE)
            closes(
                served,
                "ledger read-only",
                lambda: make_read_only(disk),
                lambda: subprocess.run(["umount", "--lazy", disk], check=True),
            )
            closes(served, "ledger missing", lambda: database.rename(elsewhere), bring_back, CHECK)
            [(guard,)] = sqlite3.connect(database).execute(
                "SELECT sql FROM sqlite_master WHERE name = 'ledger_entry_no_delete'"
            )
            closes(
                served,
                "ledger disarmed",
                lambda: sql(database, "DROP TRIGGER ledger_entry_no_delete"),
                lambda: sql(database, guard),
                SERVE,
                CHECK,
            )
        finally:
            served.close()


def test_on_postgresql_a_read_only_database_and_a_disarmed_guard_close_the_house(
    tmp_path: Path, training_postgresql: str
) -> None:
    served = Served(tmp_path, training_postgresql)
    served.environment["RAPPORT_DUTY_TELEPHONE"] = TELEPHONE
    name = training_postgresql.rpartition("/")[2]

    def run(statement: str) -> None:
        with psycopg.connect(training_postgresql, autocommit=True) as opened:
            opened.execute(statement)  # type: ignore[call-overload]  # statements of our own

    served.open()
    try:
        closes(
            served,
            "ledger read-only",
            lambda: run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'),
            lambda: run(
                f'SET transaction_read_only = off; ALTER DATABASE "{name}" RESET default_transaction_read_only'
            ),
        )
        closes(
            served,
            "ledger disarmed",
            lambda: run("ALTER TABLE ledger_entry ENABLE REPLICA TRIGGER ledger_entry_no_update"),
            lambda: run("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_no_update"),
            SERVE,
        )
    finally:
        served.close()


# --- in one process --------------------------------------------------------------------------------------------------


@pytest.fixture
def watched() -> Iterator[None]:
    """The watch of this process looks anew before and after."""
    watch.forget()
    yield
    watch.__init__()  # type: ignore[misc]


def refuse_a_page(client: Client, url: str = "/sign-in/", **headers: str) -> str:
    watch.forget()
    answer = client.get(url, **headers)
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Retry-After"]) > 0
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    return answer.content.decode()


@pytest.fixture
def disarmed(db: None, watched: None) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER ledger_entry_no_update{on}")
        yield
        transaction.set_rollback(True)


def test_the_closed_page_speaks_four_languages_without_asking_the_database(disarmed: None, client: Client) -> None:
    assert CLOSED in refuse_a_page(client)
    for language, words in {
        "ru": "Сейчас здесь ничего нельзя записать",
        "ky": "Азыр бул жерге эч нерсе жазууга болбойт",
        "fr": "Rien ne peut être consigné ici pour le moment",
    }.items():
        assert words in refuse_a_page(client, f"/reports/?language={language}")
        assert words in refuse_a_page(client, headers={"Accept-Language": language})  # type: ignore[arg-type]
    assert CLOSED in refuse_a_page(client, "/?language=<script>")


def test_what_one_was_writing_comes_back_on_the_closed_page_and_no_passphrase_does(
    disarmed: None, client: Client
) -> None:
    watch.forget()
    typed = {"seen": "Two men <b>at</b> the gate\nand a third", "passphrase": "four words no more", "about": "worry"}
    answer = client.post("/reports/new/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "Two men &lt;b&gt;at&lt;/b&gt; the gate<br>and a third" in text
    assert "four words" not in text
    other = client.post("/reports/new/", typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Two men" not in other.content.decode()


@pytest.mark.urls("closing_urls")
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/write/", "/write-before-any-page/"])
def test_the_page_that_could_not_leave_its_entry_closes_the_house_and_a_trial_opens_it(
    watched: None, client: Client, path: str
) -> None:
    """The look beforehand saw nothing: the database refuses only when something is written."""
    client.raise_request_exception = False
    with no_room():
        answer = client.post(path)
        assert answer.status_code == 503
        assert CLOSED in answer.content.decode()
        assert client.get("/look/").status_code == 503
        watch.forget()
        assert client.get("/look/").status_code == 503, "a trial of writing did not fail"
    watch.forget()
    assert client.get("/look/").content == b"shown"


@pytest.mark.urls("closing_urls")
@pytest.mark.django_db
def test_a_mistake_of_another_kind_is_still_our_mistake_and_closes_nothing(watched: None, client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/mistake/")
    assert answer.status_code == 500
    assert "Something went wrong here, not with you" in answer.content.decode()
    assert client.get("/look/").status_code == 200


@contextmanager
def no_room() -> Iterator[None]:
    """A database without room for one more page (SQLite); one that lets nothing be written (PostgreSQL)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute("SET LOCAL transaction_read_only = on")
                yield
                transaction.set_rollback(True)
            return
        cursor.execute("PRAGMA max_page_count = 1")  # no fewer than it has
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_database_on_a_full_disk_is_full_whatever_the_engine(tmp_path: Path, fresh_postgresql: str) -> None:
    with small_disk(tmp_path / "disk", 2) as disk, psycopg.connect(fresh_postgresql, autocommit=True) as opened:
        disk.chmod(0o777)
        for parent in [tmp_path, *tmp_path.parents][:-1]:
            parent.chmod(parent.stat().st_mode | 0o011)
        place = disk / "place"
        place.mkdir()
        chown(place, owner().pw_uid, owner().pw_gid)
        name = f"place_{fresh_postgresql.rpartition('_')[2]}"
        opened.execute(f"CREATE TABLESPACE {name} LOCATION '{place}'")  # type: ignore[call-overload]
        try:
            opened.execute(f"CREATE TABLE fills (word text) TABLESPACE {name}")  # type: ignore[call-overload]
            with pytest.raises(psycopg.Error) as refused:
                opened.execute("INSERT INTO fills SELECT repeat('x', 1000) FROM generate_series(1, 10000)")
            assert fault_of(refused.value) is Fault.FULL
        finally:
            opened.execute("DROP TABLE IF EXISTS fills")
            opened.execute(f"DROP TABLESPACE {name}")  # type: ignore[call-overload]
        with closing(sqlite3.connect(disk / "lite.sqlite3")) as lite, pytest.raises(sqlite3.Error) as refused_here:
            lite.execute("CREATE TABLE fills (word text)")
            lite.execute("INSERT INTO fills VALUES (?)", ["x" * 10_000_000])
            lite.commit()
        assert fault_of(refused_here.value) is Fault.FULL
