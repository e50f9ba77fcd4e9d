"""The small prison of the demonstration, served as a stranger would start it, and a real browser in front of it.

The server is a process like any other: journeys kill it, start it again, and go on.
"""

from collections.abc import Iterator

import pytest

from served import RAPPORT, Served


class House(Served):
    """One instance, served by `rapport demo`."""

    command = (RAPPORT, "demo", "--small")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A freshly seeded instance, served on this machine until the module's tests are over."""
    house = House(tmp_path_factory.mktemp("house"))
    house.move_in()
    house.open()
    yield house
    house.close()
