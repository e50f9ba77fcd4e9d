"""An instance in a home folder of its own."""

from collections.abc import Iterator

import pytest
from serving_house import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A founded training instance; the tests of a module serve it in turn."""
    served = Served(tmp_path_factory.mktemp("home"))
    served.move_in()
    yield served
    served.close()
