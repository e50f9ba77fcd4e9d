"""The instance's own settings in a home folder that is thrown away."""

import os
import tempfile

os.environ.setdefault("RAPPORT_HOME", tempfile.mkdtemp(prefix="rapport-tests-"))

from rapport.instance.settings import *  # noqa: E402, F403

