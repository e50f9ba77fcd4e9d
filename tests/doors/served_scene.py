"""The scene before the doors, served: founded and peopled, then its pages until the process ends.

Run as a program with RAPPORT_HOME and PORT set. Writes the ways to sign in and the references into `scene.json`.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
    from django.conf import settings
    from doors_scene import act_of_two_people, build_scene

    from rapport.access.links import sign_in_link

    settings.ALLOWED_HOSTS.append("testserver")
    with act_of_two_people():
        scene = build_scene()
    links = {name: sign_in_link(one) for name, one in scene.postings.items() if one.by_link}
    written = {"links": links, "refs": scene.refs}
    (Path(os.environ["RAPPORT_HOME"]) / "scene.json").write_text(json.dumps(written))
    serve("127.0.0.1", int(os.environ["PORT"]))
