"""What was forgotten is gone from the raw bytes: of the index, the journal, and what the planner remembers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.utils import load_backend

from rapport.search import engine, services
from rapport.search.kinds import Indexing, Record
from rapport.search.models import Entry

KIND = "reporting.report"
CANARIES = [f"канарейка{letter}ъ" for letter in "абвгдежзиклмнопрстуфхцчшэюя"]
EVERYWHERE = "вездесущъ"
PLENTY = 400
STATISTICS = "SELECT pg_relation_filenode('pg_catalog.pg_statistic')"


def record(number: int) -> Record:
    return Record(number, f"AAA-{number:05}", 1, 1, 1)


def fill() -> None:
    """Many ordinary records, and in the midst of them some with words to be forgotten."""
    ordinary = [Indexing(record(n), (f"Хлеб и сигареты, скамья {n}. {EVERYWHERE}",)) for n in range(PLENTY)]
    services.index_many(KIND, ordinary)
    for number, word in enumerate(CANARIES, start=PLENTY):
        services.index(KIND, Indexing(record(number), (f"Слово {word}. {EVERYWHERE}",)))


def forget() -> None:
    for number, _word in enumerate(CANARIES, start=PLENTY):
        services.forget(KIND, number)
    for number in range(PLENTY):
        services.index(KIND, Indexing(record(number), (f"Хлеб и сигареты, скамья {number}.",)))
    engine.scrub()


def words_in(folder: Path) -> dict[str, str]:
    """Which of the words stand in the raw bytes of which file below this folder."""
    found = {}
    for path in folder.rglob("*"):
        try:
            raw = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # a file of PostgreSQL's that went meanwhile
            continue
        found |= {word: str(path) for word in [*CANARIES, EVERYWHERE] if word.removesuffix("ъ").encode() in raw}
    return found


@contextmanager
def another_database(url: str) -> Iterator[None]:
    """The tables of this room alone, in a database of its own, with the settings of a served instance."""
    before = connections["default"]
    wanted = {**dj_database_url.parse(url)}
    if url.startswith("sqlite"):
        wanted["OPTIONS"] = settings.DATABASES["default"]["OPTIONS"]
    described = connections.configure_settings({"default": wanted})["default"]
    connections["default"] = load_backend(described["ENGINE"]).DatabaseWrapper(described, "default")
    try:
        with connection.schema_editor() as editor:
            editor.create_model(Entry)
            for step in ("0002_words", "0005_who_is_named"):
                import_module(f"rapport.search.migrations.{step}").forwards(None, editor)
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


def test_forgotten_words_are_gone_from_the_bytes_of_sqlite(tmp_path: Path, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    url = f"sqlite:///{tmp_path / 'search.sqlite3'}"
    with django_db_blocker.unblock(), another_database(url):
        fill()
        assert set(words_in(tmp_path)) == {*CANARIES, EVERYWHERE}
        forget()
        assert words_in(tmp_path) == {}
    raw = sqlite3.connect(tmp_path / "search.sqlite3")
    raw.execute("INSERT INTO search_words(search_words, rank) VALUES('integrity-check', 1)")
    assert raw.execute("SELECT count(*) FROM search_entry").fetchone() == (PLENTY,)


def test_forgetting_without_scrubbing_leaves_words_behind(tmp_path: Path, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    """The check sees what it looks for."""
    with django_db_blocker.unblock(), another_database(f"sqlite:///{tmp_path / 'search.sqlite3'}"):
        fill()
        for number, _word in enumerate(CANARIES, start=PLENTY):
            services.forget(KIND, number)
        assert set(words_in(tmp_path)) >= set(CANARIES)


def test_forgotten_words_are_gone_from_the_bytes_of_postgresql(lone_postgresql: str, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    folder = Path(unquote(urlsplit(lone_postgresql).netloc.rpartition("@")[2]))
    with django_db_blocker.unblock(), another_database(lone_postgresql):
        fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
            cursor.execute("CHECKPOINT")
        assert set(words_in(folder)) == {*CANARIES, EVERYWHERE}
        with psycopg.connect(lone_postgresql) as raw:
            remembered = raw.execute(STATISTICS).fetchone()
        forget()
        assert words_in(folder) == {}
        with psycopg.connect(lone_postgresql) as raw:
            # What the planner remembers may be packed, so that no word stands out: its file has to be another one.
            assert raw.execute(STATISTICS).fetchone() != remembered
            assert raw.execute("SELECT count(*) FROM search_entry").fetchone() == (PLENTY,)


def test_scrubbing_inside_a_transaction_is_refused(db: None) -> None:
    with pytest.raises(RuntimeError):
        engine.scrub()


def test_a_forgotten_record_is_found_no_more(db: None) -> None:
    services.index(KIND, Indexing(record(7), ("Слово снегирь.",)))
    groups = [["0kreportingreport1"], ["снегир"]]
    assert engine.bare(KIND, groups, most=9) == [7]
    services.index(KIND, Indexing(record(7), ("Другое слово.",)))
    assert engine.bare(KIND, groups, most=9) == []
    services.index(KIND, Indexing(record(7), ("Слово снегирь.",)))
    services.forget(KIND, 7)
    assert engine.bare(KIND, groups, most=9) == []
