"""A prison at the end of a night shift, served: officers, the desk, custodians who hold a key. See `served_prison`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
    from custody import custody_at, quick_keys
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting
    from small_prison import build, open_simulated_service

    with quick_keys():
        custody_at(build(open_simulated_service(), "Northfield", serial=100))
    lines = [f"{one.staff.name.split()[0]} {sign_in_link(one)}\n" for one in Posting.with_all().filter(by_link=True)]
    (Path(os.environ["RAPPORT_HOME"]) / "links").write_text("".join(lines))
    serve("127.0.0.1", int(os.environ["PORT"]))
