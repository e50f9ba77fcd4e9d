"""What all tests share: a founded training instance that no test ever flushes."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database says that it is a training instance, as every founded database does."""
    from rapport.ledger.models import Mode
    from rapport.ledger.services import found_instance

    with django_db_blocker.unblock():
        found_instance(Mode.TRAINING)
    yield
