"""Every write of this room: sealing as one types in `sealing`, keys in `keys`, the register in `register`, opening in
`opening`."""

from rapport.sources.services.keys import found_key
from rapport.sources.services.opening import ask_to_open, open_origin, open_window
from rapport.sources.services.register import authorise, end_source, enter_source, looked_after
from rapport.sources.services.sealing import TooLong, forget_draft, keep_origin, note_grade, prepare_draft, seal_teller

__all__ = [
    "TooLong",
    "ask_to_open",
    "authorise",
    "end_source",
    "enter_source",
    "forget_draft",
    "found_key",
    "keep_origin",
    "looked_after",
    "note_grade",
    "open_origin",
    "open_window",
    "prepare_draft",
    "seal_teller",
]
