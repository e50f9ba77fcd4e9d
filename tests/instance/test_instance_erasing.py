"""What was erased is in no byte that is left, on either engine, and does not come back with a backup."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from erasing_canaries import CANARIES, STAYS
from serving_house import Served

from cluster import create_database, programs

PROGRAM = Path(__file__).with_name("erasing_canaries.py")


def do(served: Served, what: str) -> None:
    """Run a part of the story in a process of its own, as a server does its work."""
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"}
    done = subprocess.run([sys.executable, PROGRAM, what], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def words_in(*folders: Path) -> set[str]:
    """Which of the words stand in the raw bytes of any file below these folders, in UTF-8 or as JSON escapes them."""
    raw = b""
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                raw += path.read_bytes() if path.is_file() and not path.is_socket() else b""
            except FileNotFoundError:
                continue
    return {
        word
        for word in [*CANARIES, STAYS]
        if word.removesuffix("ъ").encode() in raw or word.encode("unicode_escape") in raw
    }


def said(served: Served, *words: str) -> str:
    done = served.rapport(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def home_with_backup(tmp_path: Path) -> tuple[Served, Path, Path]:
    """An instance on SQLite with every canary in it, and a backup of it elsewhere."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    served = Served(home)
    said(served, "init", "--mode", "training")
    do(served, "fill")
    backup = elsewhere / "backup.sqlite3"
    with closing(sqlite3.connect(home / "rapport.sqlite3")) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    return served, home, backup


def test_what_was_erased_is_in_no_byte_of_sqlite_and_does_not_come_back_with_a_backup(tmp_path: Path) -> None:
    served, home, backup = home_with_backup(tmp_path)
    [photograph] = (home / "attachments").iterdir()
    assert words_in(home) == {*CANARIES, STAYS} - {CANARIES[3]}  # what was typed over is gone at once
    do(served, "erase")
    assert words_in(home) == {STAYS}
    assert not photograph.exists()
    put_in_place_by_hand(backup, home)
    assert served.rapport("check").stdout.startswith("This database is older than the erasures")
    restored = said(served, "restore", str(backup))
    assert restored == "The journal names 9 records that are erased. What was here of them again is erased.\n"
    assert words_in(home) == {STAYS}


def put_in_place_by_hand(backup: Path, home: Path) -> None:
    shutil.copy(backup, home / "rapport.sqlite3")
    for suffix in ("-wal", "-shm"):
        (home / f"rapport.sqlite3{suffix}").unlink(missing_ok=True)


@pytest.mark.torture
def test_a_backup_is_put_back_by_nobody_without_its_journal_nor_beneath_a_server(tmp_path: Path) -> None:
    served, home, backup = home_with_backup(tmp_path)
    do(served, "erase")
    elsewhere = str(shutil.move(home / "erasures.jsonl", tmp_path / "elsewhere" / "erasures.jsonl"))
    assert "no journal of erasures" in served.rapport("restore", str(backup)).stderr
    forged = tmp_path / "forged.jsonl"
    forged.write_text(Path(elsewhere).read_text().replace('"review"', '"early"'))
    assert "damaged" in served.rapport("restore", str(backup), "--erasures", str(forged)).stderr
    with closing(sqlite3.connect(home / "rapport.sqlite3")) as reading:
        reading.execute("BEGIN").execute("SELECT count(*) FROM reporting_report").fetchone()
        assert "still serves" in served.rapport("restore", str(backup), "--erasures", elsewhere).stderr
    assert "is erased" in said(served, "restore", str(backup), "--erasures", elsewhere)
    assert said(served, "check") == "All is in order.\n"
    put_in_place_by_hand(backup, home)
    assert "rapport restore" in served.rapport("serve").stderr


@pytest.mark.torture
def test_what_was_erased_is_in_no_byte_of_postgresql_and_does_not_come_back_with_a_dump(
    tmp_path: Path, fresh_postgresql: str
) -> None:
    folder = Path(unquote(urlsplit(fresh_postgresql).netloc.rpartition("@")[2])) / "data"
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    served = Served(home, fresh_postgresql)
    said(served, "init", "--mode", "training")
    do(served, "fill")
    dump = elsewhere / "backup.dump"
    subprocess.run(
        [programs() / "pg_dump", "--format", "custom", "--no-owner", "--file", dump, fresh_postgresql], check=True
    )
    with psycopg.connect(fresh_postgresql, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        oid = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert oid is not None
    own = [folder / "base" / str(oid[0]), folder / "pg_wal", home]
    assert words_in(*own) == {*CANARIES, STAYS}
    do(served, "erase")
    assert words_in(*own) == {STAYS}
    empty = create_database(fresh_postgresql, "again" + fresh_postgresql.rpartition("_")[2])
    subprocess.run(
        [programs() / "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", empty, dump],
        check=True,
    )
    served.environment["RAPPORT_DATABASE_URL"] = empty
    assert "rapport restore" in served.rapport("check").stdout
    assert "What was here of them again is erased" in said(served, "restore")
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT count(*) FROM reporting_report").fetchone() == (1,)
