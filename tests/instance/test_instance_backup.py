"""A backup made while the instance is there, as docs/operating.md says, and an instance restored from it."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from serving_house import Served

from cluster import create_database, programs

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
OWNER_URL = "postgresql://rapport_owner@localhost/rapport"


def as_the_guide_says(start: str) -> list[str]:
    """The words of the guide's command line that begins so."""
    [line] = [one for one in GUIDE.splitlines() if one.startswith(start)]
    return shlex.split(line)


def run(command: list[str], *swaps: tuple[str, str]) -> None:
    """Run it with this test's own files and addresses in place of the guide's."""
    swapped = []
    for word in command:
        for theirs, ours in swaps:
            word = word.replace(theirs, ours)
        swapped.append(word)
    subprocess.run(swapped, check=True, capture_output=True, text=True)


def ledger_of(served: Served, folder: Path) -> str:
    """What an inspector finds: the export verifies, and how many entries it holds."""
    exported = served.rapport("ledger", "export", str(folder))
    assert exported.returncode == 0, exported.stderr
    verified = served.rapport("ledger", "verify", str(folder))
    assert verified.returncode == 0, verified.stderr
    return verified.stdout


def restored(original: Served, home: Path, database_url: str = "") -> Served:
    """Another home with the same keys."""
    home.mkdir()
    shutil.copytree(original.home / "keys", home / "keys")
    return Served(home, database_url)


@pytest.fixture
def records() -> str:
    """A few entries in the ledger: two people enrolled."""
    return (
        "import django; django.setup()\n"
        "from rapport.access import services\nfrom rapport.access.viewers import Steward\n"
        "for name in ('A. First', 'B. Second'): services.enrol(Steward(purpose='test'), name)\n"
    )


def keep(served: Served, program: str) -> None:
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True)


def test_an_instance_on_sqlite_comes_back_from_its_backup(tmp_path: Path, records: str) -> None:
    served = Served(tmp_path)
    served.move_in()
    keep(served, records)
    backup = as_the_guide_says(".venv/bin/python -c 'import sqlite3")
    again = restored(served, tmp_path / "again")
    run(
        backup,
        (".venv/bin/python", sys.executable),
        ("var/rapport.sqlite3", str(tmp_path / "rapport.sqlite3")),
        ("backup.sqlite3", str(again.home / "rapport.sqlite3")),
    )
    assert again.rapport("check").stdout == "All is in order.\n"
    assert ledger_of(again, tmp_path / "export").startswith("2 entries")


def served_by_another(url: str) -> tuple[str, str]:
    """A role that owns nothing, and the address at which it serves this database."""
    role = f"serves_{url.rpartition('/')[2]}"
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(f'CREATE ROLE "{role}" LOGIN')  # type: ignore[call-overload]  # a name of our own
    return role, f"postgresql://{role}@{url.rpartition('@')[2]}"


def found(served: Served, owner_url: str) -> None:
    """`rapport init` as the owner; afterwards nothing in the environment leads to the owner."""
    served.environment["RAPPORT_OWNER_DATABASE_URL"] = owner_url
    founded = served.rapport("init", "--mode", "training")
    assert founded.returncode == 0, founded.stderr
    del served.environment["RAPPORT_OWNER_DATABASE_URL"]


def test_an_instance_on_postgresql_comes_back_from_its_backup(
    tmp_path: Path, records: str, training_postgresql: str
) -> None:
    role, url = served_by_another(training_postgresql)
    served = Served(tmp_path, url)
    found(served, training_postgresql)
    keep(served, records)
    dump = str(tmp_path / "backup.dump")
    run(
        as_the_guide_says("pg_dump"),
        ("pg_dump", str(programs() / "pg_dump")),
        (OWNER_URL, training_postgresql),
        ("backup.dump", dump),
    )
    empty = create_database(training_postgresql, "again" + training_postgresql.rpartition("_")[2])
    run(
        as_the_guide_says("pg_restore"),
        ("pg_restore", str(programs() / "pg_restore")),
        (OWNER_URL, empty),
        ("backup.dump", dump),
    )
    again = restored(served, tmp_path / "again", f"postgresql://{role}@{empty.rpartition('@')[2]}")
    found(again, empty)
    assert again.rapport("check").stdout == "All is in order.\n"
    assert ledger_of(again, tmp_path / "export").startswith("2 entries")
