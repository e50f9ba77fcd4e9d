"""The people who walk: an officer of a small prison service in a training instance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rapport.access.models import Role
from rapport.access.services import enrol, open_establishment, open_service, post
from rapport.access.viewers import Steward, Viewer, viewer_for

STEWARD = Steward("tests")


@pytest.fixture
def officer(db: None) -> Viewer:  # noqa: ARG001
    """Aigerim, a wing officer, signed in and in no exercise yet."""
    service = open_service(STEWARD, "Steppe prison service", clock_now=datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    place = open_establishment(STEWARD, service, "Northfield")
    staff = enrol(STEWARD, "Aigerim Osmon", language="en")
    return viewer_for(post(STEWARD, staff, Role.OFFICER, service=service, establishment=place, by_link=True))
