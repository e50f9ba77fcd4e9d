"""A small prison service and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rapport.access.models import Establishment, Posting, PrisonService, Region
from rapport.access.viewers import Steward, Viewer, viewer_for

MONDAY = datetime(2025, 3, 3, 7, 0, tzinfo=UTC)
STEWARD = Steward("tests")


@dataclass(frozen=True)
class Northfield:
    """One service with two establishments, by its own clock, and its cast."""

    service: PrisonService
    north: Region
    northfield: Establishment
    southgate: Establishment
    aigerim: Posting
    bakyt: Posting
    daria: Posting
    tomas: Posting

    @property
    def officer(self) -> Viewer:
        return viewer_for(self.aigerim)

    @property
    def trainer(self) -> Viewer:
        return viewer_for(self.tomas)
