"""Two prisons of one service, and the desk of one of them."""

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
