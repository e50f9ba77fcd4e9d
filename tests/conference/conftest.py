"""The desk at Northfield, and that of another prison of its service."""

import pytest

from desk_at_northfield import Desk, desk_at
from small_prison import build, open_simulated_service


@pytest.fixture
def desk(db: None) -> Desk:
    """The desk at Northfield."""
    return desk_at(build(open_simulated_service(), "Northfield", serial=100))


@pytest.fixture
def elsewhere(desk: Desk) -> Desk:
    """The desk at Southgate, of the same service."""
    return desk_at(build(desk.prison.service, "Southgate", serial=200))
