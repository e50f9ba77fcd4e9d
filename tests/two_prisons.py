"""Two small prisons of one service, as fixtures: a room's conftest names those it wants."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from rapport.access.models import PrisonService
from small_prison import Prison, build, open_simulated_service


@pytest.fixture(autouse=True)
def everybody_speaks_english() -> Iterator[None]:
    """A page in another language does not go on speaking it in the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def service(db: None) -> PrisonService:
    """A simulated prison service with a clock of its own."""
    return open_simulated_service()


@pytest.fixture
def northfield(service: PrisonService) -> Prison:
    """The prison of most tests."""
    return build(service, "Northfield", serial=100)


@pytest.fixture
def southgate(service: PrisonService) -> Prison:
    """Another prison of the same service."""
    return build(service, "Southgate", serial=200)
