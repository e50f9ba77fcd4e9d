"""What an instance is careful about: where it writes, what it lets a browser do, what it refuses to become."""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from serving_house import Served

from served import RAPPORT, founded_home

ASK_SQLITE = """
import django, json
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print(json.dumps({name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in
        ("journal_mode", "synchronous", "secure_delete", "foreign_keys")}))
"""
ASK_A_PAGE = """
import django, json, sys
django.setup()
from django.test import Client
answer = Client().get(sys.argv[1], **json.loads(sys.argv[2]))
secure = {name: bool(one["secure"]) for name, one in answer.cookies.items()}
print(json.dumps([answer.status_code, dict(answer.headers), secure]))
"""


def python(served: Served, program: str, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a few lines inside the instance."""
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env=served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_what_is_committed_is_on_the_disk_and_what_is_deleted_is_overwritten(served: Served) -> None:
    assert json.loads(python(served, ASK_SQLITE).stdout) == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "foreign_keys": 1,
    }


def test_the_home_folder_and_its_keys_are_for_the_serving_user_alone() -> None:
    home = founded_home("training")
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "keys").stat().st_mode & 0o077 == 0
    keys = list((home / "keys").iterdir())
    assert keys != []
    assert [key.name for key in keys if key.stat().st_mode & 0o077] == []


def test_django_finds_nothing_to_complain_of_behind_a_tls_proxy(served: Served) -> None:
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    environment = served.environment | {
        "DJANGO_SETTINGS_MODULE": "rapport.instance.settings",
        "RAPPORT_TLS": "1",
        "RAPPORT_HOSTS": "rapport.example",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own, not the server's
    answer = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    without = subprocess.run(command, env=environment | {"RAPPORT_TLS": ""}, capture_output=True, text=True)
    assert "security.W012" in without.stderr  # the check sees cookies that may travel in the open


def test_behind_a_tls_proxy_pages_and_cookies_travel_by_tls_only(served: Served) -> None:
    by_tls = json.dumps({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "localhost"})
    status, headers, cookies = json.loads(python(served, ASK_A_PAGE, "/sign-in/", by_tls, RAPPORT_TLS="1").stdout)
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert all(cookies.values())
    in_the_open = json.dumps({"HTTP_HOST": "localhost"})
    status, headers, _ = json.loads(python(served, ASK_A_PAGE, "/sign-in/", in_the_open, RAPPORT_TLS="1").stdout)
    assert (status, headers["Location"]) == (301, "https://localhost/sign-in/")
    status, _, _ = json.loads(python(served, ASK_A_PAGE, "/healthz", in_the_open, RAPPORT_TLS="1").stdout)
    assert status == 200


def test_without_tls_no_page_asks_the_browser_to_insist_on_it(served: Served) -> None:
    status, headers, _ = json.loads(python(served, ASK_A_PAGE, "/sign-in/", '{"HTTP_HOST": "localhost"}').stdout)
    assert status == 200
    assert "Strict-Transport-Security" not in headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_another_host_name_is_not_answered(served: Served) -> None:
    status, _, _ = json.loads(python(served, ASK_A_PAGE, "/sign-in/", '{"HTTP_HOST": "elsewhere.example"}').stdout)
    assert status == 400


def test_a_live_instance_cannot_be_founded_yet_and_says_why(tmp_path: Path) -> None:
    answer = Served(tmp_path).rapport("init", "--mode", "live")
    assert answer.returncode == 1
    assert "safeguards.toml" in answer.stderr
    assert "--mode rehearsal" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_training_instance_does_not_become_a_rehearsal(served: Served) -> None:
    answer = served.rapport("init", "--mode", "rehearsal")
    assert answer.returncode == 1
    assert answer.stderr == "Error: this database is a training instance and cannot become a rehearsal one\n"


def test_a_sound_instance_passes_its_check(served: Served) -> None:
    answer = served.rapport("check")
    assert (answer.returncode, answer.stdout) == (0, "All is in order.\n")


def test_a_database_of_another_release_is_left_alone_and_one_is_told_what_to_do(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(founded_home("training"), home)
    with closing(sqlite3.connect(home / "rapport.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('intelligence', '0003_collation', '2026-11-26')"
        )
    for words in (["init", "--mode", "training"], ["check"], ["serve", "--port", "0"]):
        tried = subprocess.run(
            [RAPPORT, *words], env={"RAPPORT_HOME": str(home)}, capture_output=True, text=True, check=False
        )
        said = tried.stdout + tried.stderr
        assert tried.returncode == 1, words
        assert "another release of Rapport" in said
        assert "RAPPORT_HOME" in said
        assert "Traceback" not in said


def test_a_database_that_an_upgrade_has_yet_to_bring_up_to_date_is_not_served(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.move_in()
    with closing(sqlite3.connect(tmp_path / "rapport.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'intelligence' AND name > '0003'")
    tried = served.rapport("serve")
    assert (tried.returncode, tried.stdout) == (1, "")
    assert "not up to date: back it up, then run `rapport init`" in tried.stderr


def test_an_empty_database_fails_the_check_and_is_told_what_to_type(tmp_path: Path) -> None:
    answer = Served(tmp_path).rapport("check")
    assert answer.returncode == 1
    assert "rapport init" in answer.stdout
    assert "Traceback" not in answer.stderr


def test_the_check_waits_for_nobody_who_holds_the_database_or_does_not_answer(
    tmp_path: Path, training_postgresql: str
) -> None:
    silent = socket.create_server(("127.0.0.1", 0))  # takes the connection and says nothing
    addresses = {
        "holds the database": training_postgresql,
        "does not answer": f"postgresql://rapport@127.0.0.1:{silent.getsockname()[1]}/rapport",
    }
    with silent, psycopg.connect(training_postgresql) as holder:
        holder.execute("LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE")  # as an upgrade does
        checks = {
            says: subprocess.Popen(
                [RAPPORT, "check"], env=Served(tmp_path, url).environment, stdout=subprocess.PIPE, text=True
            )
            for says, url in addresses.items()
        }
        for says, check in checks.items():
            assert says in check.communicate(timeout=50)[0]
            assert check.returncode == 1


@pytest.mark.torture
def test_on_sqlite_the_check_says_that_somebody_holds_the_database(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.move_in()
    with closing(sqlite3.connect(tmp_path / "rapport.sqlite3", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "holds the database" in served.rapport("check").stdout


def test_an_instance_lives_on_postgresql_too(tmp_path: Path, training_postgresql: str) -> None:
    served = Served(tmp_path, training_postgresql)
    try:
        served.open()
        assert served.health() == 200
        assert served.rapport("check").returncode == 0
        assert not (tmp_path / "rapport.sqlite3").exists()
    finally:
        served.close()


@pytest.mark.django_db
def test_records_are_kept_where_the_run_says(database: str) -> None:
    assert connection.vendor == (database or connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")


def test_records_are_kept_there_also_when_a_test_does_not_ask(db: None, request: pytest.FixtureRequest) -> None:
    assert connection.vendor in request.node.name or not request.config.getoption("--database")


@pytest.mark.parametrize("words", [("staff", "list"), ("service", "open", "Northern")])
def test_without_a_database_every_command_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    answer = Served(tmp_path).rapport(*words)
    assert answer.returncode == 1
    assert "Type: rapport check" in answer.stderr
    assert "Traceback" not in answer.stderr
