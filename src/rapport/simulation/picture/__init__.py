"""A picture of a simulated prison: one page in one file, with the plan, a slider for time, who met whom and who could
see what. For authors, to look at what they made.

A wing is drawn man by man; a whole service establishment by establishment, each by its wings, without names. The page
needs nothing but itself: no network, no server. Everybody on it is invented, nobody's size or colour says anything
about him, and what is secret stands on it only where the truth was opened.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from rapport.simulation.world import World

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld

_HERE = Path(__file__).parent


def picture(world: "World | ServiceWorld") -> str:
    """The page of a world as far as it was simulated (of a service, at most so many days as a page can hold)."""
    if isinstance(world, World):
        from rapport.simulation.picture import wing

        return _page("wing", world.scenario.name, wing.content(world))
    from rapport.simulation.picture import service

    return _page("service", world.scenario.name, service.content(world))


def _page(which: str, name: str, content: object) -> str:
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    page = (_HERE / f"{which}.html").read_text(encoding="utf-8")
    look = (_HERE / "look.css").read_text(encoding="utf-8")
    return page.replace("__LOOK__", f"\n{look}").replace("__NAME__", name).replace("__DATA__", data)
