"""Every write of this room: places in `places`, people and where they sleep in `people`."""

from rapport.register.services.keeping import NotRegistered
from rapport.register.services.people import admit, move, rename
from rapport.register.services.places import set_up_places

__all__ = ["NotRegistered", "admit", "move", "rename", "set_up_places"]
