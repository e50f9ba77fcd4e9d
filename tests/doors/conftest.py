"""The scene before the doors, and how much of what can be tried there is tried in this run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from doors_scene import Scene, act_of_two_people, build_scene
from doors_share import Share, share_of_today
from pytest_django import DjangoDbBlocker

from behind_walls import behind_walls


@pytest.fixture(scope="module")
def scene(database: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One of everything that has a reference, and everybody who may stand before it; built once for a file.

    Whoever tries a door lets it not have happened (`undone`). On PostgreSQL every door is tried as the role that
    serves: the walls keep nobody from what is theirs.
    """
    with django_db_blocker.unblock(), act_of_two_people(), transaction.atomic():
        built = build_scene()
        with behind_walls():
            yield built
        transaction.set_rollback(True)


@pytest.fixture(params=["a day's share", pytest.param("all of it", marks=pytest.mark.torture)])
def share(request: pytest.FixtureRequest, database: str) -> Share:
    """Which cases are tried: all in a long run; in an ordinary one a share that is another one each day."""
    return Share() if request.param == "all of it" else share_of_today()
