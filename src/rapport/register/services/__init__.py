"""Every write of this room: places in `places`, people and where they sleep in `people`, by which other names they are
known in `names`, that two records are one person in `same`, who goes about with whom or must be kept apart in
`associations`, who comes in a protected role in `protected`; files brought in in `imports`, and
carried out by a job in `carrying`.
"""

from rapport.register.services.associations import associate, end_association, keep_association
from rapport.register.services.imports import bring, confirm, drop, map_again, map_columns
from rapport.register.services.keeping import NotRegistered
from rapport.register.services.names import end_other_name, note_other_name
from rapport.register.services.people import admit, move, rename
from rapport.register.services.places import set_up_places
from rapport.register.services.protected import end_protected_role, note_protected_role
from rapport.register.services.same import judge_same, undo_same

__all__ = [
    "NotRegistered",
    "admit",
    "associate",
    "bring",
    "confirm",
    "drop",
    "end_association",
    "end_other_name",
    "end_protected_role",
    "judge_same",
    "keep_association",
    "map_again",
    "map_columns",
    "move",
    "note_other_name",
    "note_protected_role",
    "rename",
    "set_up_places",
    "undo_same",
]
