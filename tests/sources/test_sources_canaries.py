"""A thousand canary informants: none of them in any byte that is left behind, on either engine."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from told_by_canaries import ENDING_CYRILLIC, ENDING_LATIN, canary

from cluster import programs
from served import RAPPORT, founded_home

KEY = "QWERT-YHNBV-CDEWS-XZAQP-LMKJN-87654"
PROGRAM = Path(__file__).with_name("told_by_canaries.py")


class House:
    """A rehearsal instance in a home of its own."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        self.home = home
        left_out = {"DJANGO_SETTINGS_MODULE", "RAPPORT_DATABASE_URL", "RAPPORT_MATCHING_AT"}
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out}
        self.environment |= {"RAPPORT_HOME": str(home), "RAPPORT_LOG": "DEBUG"}
        if database_url:
            self.environment["RAPPORT_DATABASE_URL"] = database_url
        if not database_url:
            shutil.copytree(founded_home("rehearsal"), home, dirs_exist_ok=True)

    def run(self, command: list[str], typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run it to its end; all that it prints is a log of the house."""
        done = subprocess.run(
            command, env=self.environment, cwd=self.home, input=typed, capture_output=True, text=True, check=False
        )
        with (self.home / "log").open("a", encoding="utf-8") as log:
            log.write(done.stdout + done.stderr)
        assert done.returncode == 0, done.stderr
        return done

    def tell(self, informants: int) -> None:
        """So many informants tell something."""
        self.run([sys.executable, str(PROGRAM), str(informants)], typed=KEY + "\n")


def found_in(files: list[Path], informants: int) -> list[str]:
    """Which of them stand in the raw bytes of these files, in UTF-8, UTF-16 or folded to small letters."""
    words = {word for number in range(informants) for word in canary(number).split()} - {"Kinzabek", "Кинзабек"}
    words |= {"Kinzabek", "Кинзабек"}
    forms = {form for word in words for one in (word, word.lower()) for form in (one.encode(), one.encode("utf-16-le"))}
    tails = ("Kinzabek", "kinzabek", "Кинзабек", "кинзабек", ENDING_LATIN, ENDING_CYRILLIC)
    marks = [mark for tail in tails for mark in (tail.encode(), tail.encode("utf-16-le"))]
    hits = []
    for file in files:
        try:
            raw = file.read_bytes()
        except FileNotFoundError:  # a running server removes what it no longer needs
            continue
        if not any(mark in raw for mark in marks):  # no canary can be where none of their endings is
            continue
        hits += [f"{file.name}: {form!r}" for form in forms if form in raw]
    return hits


def files_of(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


NUMBERS = [40, pytest.param(1000, marks=pytest.mark.torture)]


@pytest.fixture(scope="module", params=NUMBERS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, int]:
    """A house on SQLite in which so many informants have told something, as a server leaves it: with its journal."""
    house = House(tmp_path_factory.mktemp("home"))
    reader = sqlite3.connect(house.home / "rapport.sqlite3")
    reader.execute("SELECT count(*) FROM sources_origin").fetchone()
    house.tell(request.param)
    copy = sqlite3.connect(house.home / "backup.sqlite3")
    reader.backup(copy)
    copy.close()
    house.run([str(RAPPORT), "ledger", "export", str(house.home / "export")])
    assert reader.execute("SELECT count(*) FROM sources_origin").fetchone() == (request.param,)
    shutil.copy(house.home / "rapport.sqlite3-wal", house.home / "journal")
    reader.close()
    return house, request.param


def test_no_informant_stands_in_any_byte_of_database_journal_backup_and_log(told: tuple[House, int]) -> None:
    house, number = told
    files = files_of(house.home)
    assert {"rapport.sqlite3", "journal", "backup.sqlite3", "log"} <= {file.name for file in files}
    assert found_in(files, number) == []


def test_the_key_of_comparison_stands_nowhere_on_the_disk(told: tuple[House, int]) -> None:
    house, _number = told
    assert not list((house.home / "keys").glob("matching*"))
    assert KEY.encode() not in b"".join(file.read_bytes() for file in files_of(house.home))


@pytest.mark.parametrize("number", NUMBERS)
def test_no_informant_stands_in_any_byte_of_postgresql_s_folder(
    tmp_path: Path, rehearsal_postgresql: str, number: int
) -> None:
    house = House(tmp_path, rehearsal_postgresql)
    house.tell(number)
    from urllib.parse import unquote

    import psycopg

    with psycopg.connect(rehearsal_postgresql, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        assert connection.execute("SELECT count(*) FROM sources_origin").fetchone() == (number,)
    folder = Path(unquote(rehearsal_postgresql.split("@")[1].split("/")[0]))
    dump = tmp_path / "dump.sql"
    done = subprocess.run([programs() / "pg_dump", "--dbname", rehearsal_postgresql], capture_output=True, check=True)
    dump.write_bytes(done.stdout)
    kept = [path for path in files_of(folder / "data", tmp_path) if not path.is_socket()]
    assert any("pg_wal" in str(path) for path in kept)
    assert found_in(kept, number) == []


@pytest.mark.parametrize("number", [6, 7])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_canary_that_is_there_is_seen(tmp_path: Path, number: int, encoding: str) -> None:
    (tmp_path / "notes").write_bytes(canary(number).split()[1].lower().encode(encoding))
    assert found_in(files_of(tmp_path), 10) != []
    shutil.rmtree(tmp_path)


def test_whoever_has_disk_and_settings_but_not_the_key_cannot_compare(told: tuple[House, int]) -> None:
    house, number = told
    guess = (
        "import django; django.setup()\n"
        "from rapport.sources import matching, selectors\n"
        "from rapport.sources.models import Origin\n"
        "refs = list(Origin.unfiltered.values_list('ref', flat=True))\n"
        "read = [matching.read(one.marks, ref=one.ref) for one in Origin.unfiltered.all()]\n"
        "print(matching.there_is_a_key(), set(read), [len(group) for group in selectors.same_origin_groups(refs)])\n"
    )
    house.environment["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"
    said = house.run([sys.executable, "-c", guess]).stdout
    assert said.strip() == f"False {{None}} [{number}]"


def test_a_server_that_needs_the_key_of_comparison_does_not_start_without_it_nor_with_another(
    told: tuple[House, int],
) -> None:
    house, _number = told
    for words, typed, said in (
        ([], "", "--ask-matching-key"),
        (["--matching-key-fd", "0"], "short\n", "at least 20 letters"),
        (["--matching-key-fd", "0"], "another key than the one before\n", "another key of comparison"),
    ):
        refused = subprocess.run(
            [RAPPORT, "serve", *words],
            env=house.environment,
            cwd=house.home,
            input=typed,
            capture_output=True,
            text=True,
        )
        assert refused.returncode == 1
        assert said in refused.stderr
