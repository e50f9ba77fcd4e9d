"""The desk at Northfield, and who inspects it."""

from __future__ import annotations

import pytest

from desk_at_northfield import Desk, desk_at, posted
from rapport.access.roles import Role
from rapport.access.viewers import Viewer
from small_prison import build, open_simulated_service


@pytest.fixture
def desk(db: None) -> Desk:
    return desk_at(build(open_simulated_service(), "Northfield", serial=100))


@pytest.fixture
def inspector(desk: Desk) -> Viewer:
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    return posted("Jamila Sadykova", Role.INSPECTOR, **here)
