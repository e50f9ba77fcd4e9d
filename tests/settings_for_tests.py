"""The instance's own settings in a home folder that is thrown away when the run ends."""

import atexit
import os
import shutil
import tempfile

if "RAPPORT_HOME" not in os.environ:  # the workers of a run share the home of whoever started them
    os.environ["RAPPORT_HOME"] = tempfile.mkdtemp(prefix="rapport-tests-")
    atexit.register(shutil.rmtree, os.environ["RAPPORT_HOME"], ignore_errors=True)

# A browser that a worker drives keeps an event loop running in it; the tests that keep records after it are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("RAPPORT_WORKERS", "1")  # a house that is served for one visitor

from rapport.instance.settings import *  # noqa: F403
