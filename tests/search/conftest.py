"""The desk at Northfield, for searching it."""

from __future__ import annotations

import pytest

from desk_at_northfield import Desk, desk_at
from small_prison import build, open_simulated_service


@pytest.fixture
def desk(db: None) -> Desk:
    return desk_at(build(open_simulated_service(), "Northfield", serial=100))
