"""Every module of the house is typed as strictly as mypy can ask; seen beside the other tests.

Read afresh, as in a new clone, that takes one core forty seconds: alone before everything else, the other stood idle.
"""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="types are checked with Python 3.11, for whose libraries they are written"
)
def test_every_module_is_typed_as_it_says() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary"], cwd=HERE, capture_output=True, text=True
    )
    assert found.returncode == 0, "\n".join(["", found.stdout, found.stderr])
