"""Two small prisons of one service."""

import pytest

from rapport.access.models import PrisonService
from small_prison import Prison, build, open_simulated_service


@pytest.fixture
def service(db: None) -> PrisonService:  # noqa: ARG001
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
