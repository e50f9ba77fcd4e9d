"""Every write of this room: places in `places`, people and where they sleep in `people`, who goes about with whom or
must be kept apart in `associations`.
"""

from rapport.register.services.associations import associate, end_association, keep_association
from rapport.register.services.keeping import NotRegistered
from rapport.register.services.people import admit, move, rename
from rapport.register.services.places import set_up_places

__all__ = [
    "NotRegistered",
    "admit",
    "associate",
    "end_association",
    "keep_association",
    "move",
    "rename",
    "set_up_places",
]
