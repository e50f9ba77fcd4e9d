"""What all tests share: a founded training instance that no test ever flushes, on either database.

`--database both` (as `make test` says) runs every test that keeps records twice: on SQLite, and on a PostgreSQL that
the run starts for itself. Tests that keep no records run once. Alone, pytest uses what RAPPORT_DATABASE_URL names.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django import DjangoDbBlocker

from cluster import Cluster, NoPostgreSQL, create_database

CLUSTER = "RAPPORT_TESTS_CLUSTER"
ENGINES = {"both": ["sqlite", "postgresql"], "sqlite": ["sqlite"], "postgresql": ["postgresql"]}
KEEPS_RECORDS = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=sorted(ENGINES), help="which databases the tests keep their records on")


def pytest_configure(config: pytest.Config) -> None:
    """The cluster belongs to the run; its workers find it in their environment."""
    wanted = config.getoption("--database")
    if wanted in {"both", "postgresql"} and not hasattr(config, "workerinput"):
        try:
            cluster = Cluster()
        except NoPostgreSQL as missing:
            raise pytest.UsageError(str(missing)) from None
        os.environ[CLUSTER] = cluster.url("postgres")
        config.add_cleanup(cluster.stop)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = metafunc.config.getoption("--database")
    marked = any(metafunc.definition.iter_markers("django_db"))
    if wanted and (marked or KEEPS_RECORDS & set(metafunc.fixturenames)):
        metafunc.parametrize("database", ENGINES[wanted], indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole stories first: they take longest, and no core should wait for the last of them."""
    items.sort(key=lambda item: "journeys" not in item.path.parts and item.get_closest_marker("browser") is None)


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


def _found() -> None:
    from rapport.ledger.models import Mode
    from rapport.ledger.services import found_instance

    found_instance(Mode.TRAINING)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database says that it is a training instance, as every founded database does."""
    with django_db_blocker.unblock():
        _found()


@pytest.fixture(scope="session")
def migrated_postgresql(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> str:
    """A founded database in the run's cluster, one for each worker."""
    from django.core.management import call_command

    from behind_walls import build_walls

    worker = getattr(request.config, "workerinput", {}).get("workerid", "alone")
    url = create_database(os.environ[CLUSTER], f"rapport_{worker}")
    with django_db_blocker.unblock(), _in_place_of_sqlite(url):
        call_command("migrate", verbosity=0, interactive=False)
        _found()
        build_walls()
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


@pytest.fixture(autouse=True)
def nobody_has_chosen_a_language() -> Iterator[None]:
    """A test that ends in Russian leaves nothing of it to the next one."""
    yield
    from django.utils import translation

    translation.deactivate()
