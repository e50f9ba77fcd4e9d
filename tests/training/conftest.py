"""The people who walk: an officer of a small prison service in a training instance."""

from __future__ import annotations

import pytest
from players import an_officer

from rapport.access.viewers import Viewer


@pytest.fixture
def officer(db: None) -> Viewer:
    """Aigerim, for one test."""
    return an_officer()
