"""The scene before the doors, for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from doors_scene import Scene, act_of_two_people, build_scene

from behind_walls import behind_walls


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """One of everything that has a reference, and everybody who may stand before it.

    On PostgreSQL every door is tried as the role that serves: the walls keep nobody from what is theirs.
    """
    with act_of_two_people():
        built = build_scene()
        with behind_walls():
            yield built
