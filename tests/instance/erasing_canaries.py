"""Words that stand nowhere else, in everything that can rest on a report: filled, and erased.

Run as a program in a home of its own: `python erasing_canaries.py fill|erase`.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.instance.settings")

CANARIES = [f"канарейкъ{letter}{letter}" for letter in "абвгдежзик"]
"""In a report's three texts, one typed over, an addendum, items, a link, a note, a review, the name of a file."""
STAYS = "остаётсъ"


def fill() -> None:
    """A report with everything that can hang on it, a search for it, and another report that stays."""
    from datetime import timedelta

    from desk_at_northfield import desk_at
    from rapport.intelligence import services as intelligence
    from rapport.oversight import services as oversight
    from rapport.reporting import services as reporting
    from rapport.reporting.models import Report
    from small_prison import build, open_simulated_service

    desk = desk_at(build(open_simulated_service(), "Northfield", serial=100))
    a, b, c, d, e, f, g, h, i, j = CANARIES
    draft = reporting.start_draft(desk.aigerim, about="worry", people=desk.people[:1], seen=f"Слово {d}.")
    for _again in range(3):
        reporting.save_draft(desk.aigerim, draft, seen=f"Слово {a}.", told=f"Слово {b}.", view=f"Слово {c}.")
    picture = _photograph()
    reporting.attach(desk.aigerim, draft, name=f"{j}.png", raw=picture)
    ref = reporting.file_draft(desk.aigerim, draft).ref
    reporting.add_addendum(desk.aigerim, ref, f"Слово {e}.")
    one, other = desk.item(ref, text=f"Слово {f}."), desk.item(ref, text=f"Слово {f} ещё раз.")
    intelligence.link(desk.daria, [one.ref, other.ref], person_ref=desk.people[0], reason=f"Слово {g}.")
    desk.note(one, title=f"Слово {h}")
    oversight.keep(
        desk.daria, "reporting.report", ref, reason=f"Слово {i}.", until=desk.daria.now().date() + timedelta(days=1)
    )
    desk.report(desk.bakyt, seen=f"Слово {STAYS}.")
    assert Report.unfiltered.count() == 2


def erase() -> None:
    """Erase the first report at its review, and let it leave the raw bytes."""
    from desk_at_northfield import later
    from rapport.access.models import Posting
    from rapport.access.viewers import viewer_for
    from rapport.instance.restoring import scrub
    from rapport.oversight import services as oversight
    from rapport.reporting.models import Report

    desk = viewer_for(Posting.with_all().get(role="intelligence"))
    oversight.erase_at_review(later(desk, days=2), "reporting.report", Report.unfiltered.order_by("pk")[0].ref)
    scrub()


def _photograph() -> bytes:
    from io import BytesIO

    from PIL import Image

    into = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(into, "PNG")
    return into.getvalue()


if __name__ == "__main__":
    import django

    django.setup()
    {"fill": fill, "erase": erase}[sys.argv[1]]()
