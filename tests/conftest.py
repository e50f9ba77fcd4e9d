"""What all tests share: a founded training instance that no test ever flushes, on either database.

`--database both` (as `make test` says) runs every test that keeps records twice: on SQLite, and on a PostgreSQL that
the run starts for itself. Tests that keep no records run once. Alone, pytest keeps them on SQLite.

What is played in each language (`@pytest.mark.in_each_language`) is played in one of them in an ordinary run, another
one each day; in all four in a long run. `--language ky` repeats a day.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from browsing import chromium_running
from cluster import Cluster, NoPostgreSQL, create_database
from served import CLUSTER, founded_home, founded_postgresql

DAY = "RAPPORT_TESTS_DAY"
TODAYS = "RAPPORT_TESTS_LANGUAGE"
LANGUAGES = ("en", "ru", "ky", "fr")
ENGINES = {"both": ["sqlite", "postgresql"], "sqlite": ["sqlite"], "postgresql": ["postgresql"]}
KEEPS_RECORDS = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=sorted(ENGINES), help="which databases the tests keep their records on")
    parser.addoption("--language", choices=LANGUAGES, help="the one language in which stories are played and looked at")


def pytest_configure(config: pytest.Config) -> None:
    """The cluster and the day belong to the run; its workers find them in their environment."""
    if not hasattr(config, "workerinput"):
        day = datetime.now(tz=UTC).toordinal()
        os.environ[TODAYS] = config.getoption("--language") or LANGUAGES[day % len(LANGUAGES)]
        os.environ[DAY] = os.environ.get(DAY) or str(day)
    wanted = config.getoption("--database")
    if wanted in {"both", "postgresql"} and not hasattr(config, "workerinput"):
        try:
            cluster = Cluster()
        except NoPostgreSQL as missing:
            raise pytest.UsageError(str(missing)) from None
        os.environ[CLUSTER] = cluster.url("postgres")
        config.add_cleanup(cluster.stop)


def pytest_report_header() -> str:
    return f"again: {DAY}={os.environ[DAY]} pytest --language {os.environ[TODAYS]}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if any(metafunc.definition.iter_markers("in_each_language")):
        first = os.environ[TODAYS]
        others = [one for one in LANGUAGES if one != first and not metafunc.config.getoption("--language")]
        metafunc.parametrize("language", [first, *(pytest.param(one, marks=pytest.mark.torture) for one in others)])
    wanted = metafunc.config.getoption("--database")
    marked = any(metafunc.definition.iter_markers("django_db"))
    if wanted and (marked or KEEPS_RECORDS & set(metafunc.fixturenames)):
        engines: list[object] = list(ENGINES[wanted])
        if wanted == "both" and any(metafunc.definition.iter_markers("long")):
            engines[1] = pytest.param(engines[1], marks=pytest.mark.torture)
        metafunc.parametrize("database", engines, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole stories and the types first: they take longest, and no core should wait for the last of them."""

    def comes_later(item: pytest.Item) -> bool:
        long = "journeys" in item.path.parts or item.path.stem == "test_types"
        return not long and item.get_closest_marker("browser") is None

    items.sort(key=comes_later)


@contextmanager
def _in_place_of_sqlite(url: str) -> Iterator[None]:
    """Let everything that asks for the database get another one."""
    import dj_database_url
    from django.db import connections
    from django.db.utils import load_backend

    before = connections["default"]
    settings = connections.configure_settings({"default": dict(dj_database_url.parse(url))})["default"]
    settings["TEST"] = before.settings_dict["TEST"]
    wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    wrapper.close_if_unusable_or_obsolete = lambda: None  # the test's own transaction is not one that was forgotten
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database: in memory, a copy of the one training instance that the run founded."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "sqlite":
        raise pytest.UsageError("RAPPORT_DATABASE_URL leads elsewhere; the tests start a PostgreSQL: --database both")
    file = founded_home("training") / "rapport.sqlite3"
    with django_db_blocker.unblock():
        connection.close()
        name = connection.creation._get_test_db_name()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as founded:
            connection.ensure_connection()
            founded.backup(connection.connection)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(scope="session")
def migrated_postgresql(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> str:
    """A founded database in the run's cluster, one for each worker."""
    from behind_walls import let_in

    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    url = founded_postgresql(f"rapport_{worker}")
    with django_db_blocker.unblock(), _in_place_of_sqlite(url):
        let_in()
    return url


@pytest.fixture(scope="session", autouse=True)
def database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The engine that this test keeps its records on: `sqlite`, `postgresql`; empty for what the settings name."""
    engine: str = getattr(request, "param", "")
    if engine != "postgresql":
        yield engine
        return
    request.getfixturevalue("django_db_setup")
    url = request.getfixturevalue("migrated_postgresql")
    with django_db_blocker.unblock(), _in_place_of_sqlite(url):
        yield engine


@pytest.fixture
def fresh_postgresql() -> str:
    """The address of an empty PostgreSQL database, for tests that found and serve an instance of their own."""
    if CLUSTER not in os.environ:
        pytest.skip("no PostgreSQL was asked for: --database both")
    name = f"fresh_{os.urandom(6).hex()}"
    return create_database(os.environ[CLUSTER], name)


@pytest.fixture
def lone_postgresql() -> Iterator[str]:
    """The address of an empty database in a cluster of its own: for whoever reads all of its bytes, or waits until
    nobody else in it is at work. In the run's cluster that would be the longest test of another worker.
    """
    if CLUSTER not in os.environ:
        pytest.skip("no PostgreSQL was asked for: --database both")
    cluster = Cluster()
    yield create_database(cluster.url("postgres"), "lone")
    cluster.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless. One for each file: its event loop must not outlast the tests that drive it."""
    with chromium_running() as browser:
        yield browser


@pytest.fixture
def training_postgresql() -> str:
    """The address of a PostgreSQL database in which a training instance was founded."""
    return _instance_postgresql("training")


@pytest.fixture
def rehearsal_postgresql() -> str:
    """The address of a PostgreSQL database in which a rehearsal was founded."""
    return _instance_postgresql("rehearsal")


def _instance_postgresql(mode: str) -> str:
    if CLUSTER not in os.environ:
        pytest.skip("no PostgreSQL was asked for: --database both")
    return founded_postgresql(f"{mode}_{os.urandom(6).hex()}", mode)


@pytest.fixture(autouse=True)
def nobody_has_chosen_a_language() -> Iterator[None]:
    """A test that ends in Russian leaves nothing of it to the next one."""
    yield
    from django.utils import translation

    translation.deactivate()
