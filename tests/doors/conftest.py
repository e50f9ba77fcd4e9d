"""The scene before the doors, for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from doors_scene import Scene, act_of_two_people, build_scene


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """One of everything that has a reference, and everybody who may stand before it."""
    with act_of_two_people():
        yield build_scene()
