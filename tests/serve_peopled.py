"""A training instance with people in it, served until the process ends: what `served.Peopled` runs.

Takes the path of a module whose function `people` peoples it once, and returns what its tests have to know.
"""

import importlib
import json
import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
    told = Path(os.environ["RAPPORT_HOME"]) / "told.json"
    if not told.exists():
        module = Path(sys.argv[1])
        sys.path.insert(0, str(module.parent))
        told.write_text(json.dumps(importlib.import_module(module.stem).people()))
    serve("127.0.0.1", int(os.environ["PORT"]))
