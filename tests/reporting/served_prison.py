"""The small prison, served: founded and peopled if it is new, then its pages until the process ends.

Run as a program with RAPPORT_HOME and PORT set. Prints the ways to sign in, one in a line: role, path.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"

if __name__ == "__main__":
    from rapport.instance.founding import found
    from rapport.instance.serving import serve

    found("training")
    from rapport.access import services as access
    from rapport.access.links import sign_in_link
    from rapport.access.models import Posting
    from rapport.access.viewers import Steward
    from small_prison import build, open_simulated_service

    if not Posting.unfiltered.filter(by_link=True).exists():
        service = open_simulated_service()
        prison = build(service, "Northfield", serial=100)
        steward = Steward(purpose="test")
        for role in ("officer", "intelligence"):
            staff = access.enrol(steward, f"Northfield's {role}")
            access.post(steward, staff, role, service=service, establishment=prison.establishment, by_link=True)
    lines = [f"{one.role} {sign_in_link(one)}\n" for one in Posting.with_all().filter(by_link=True)]
    (Path(os.environ["RAPPORT_HOME"]) / "links").write_text("".join(lines))
    serve("127.0.0.1", int(os.environ["PORT"]))
