"""Handing the key of comparison over to the server: typed or read from a file descriptor, then in memory only.

The starting process holds it in a file that exists in memory alone (memfd_create(2)); the processes that it starts read
it from there. Nothing of it is in the environment but where to look, and that is gone with the process.
"""

from __future__ import annotations

import os


class NotHandedOver(RuntimeError):
    """The server may not start like this. The message says what to do."""


def hand_over(passphrase: str) -> None:
    """Derive the key and hold it for the processes that this one starts.

    Raises `NotHandedOver` for one that is too short, or another than the one before.
    """
    import django

    django.setup()
    from rapport.ledger.selectors import instance
    from rapport.sources import matching

    here = instance()
    if here is None:
        raise NotHandedOver("Found the instance first: rapport init")
    try:
        key = matching.derived(passphrase, stamp=here.stamp)
    except matching.WeakMatchingPassphrase:
        raise NotHandedOver(
            f"The key by which tellers are compared has at least {matching.SHORTEST} letters: rapport sources new-key"
        ) from None
    matching.hand_over(key)
    if not matching.is_the_one_before():
        raise NotHandedOver("This is another key of comparison than the one this instance was started with before.")
    held = os.memfd_create("rapport-matching")
    os.write(held, key)
    os.environ[matching.WHERE] = f"/proc/{os.getpid()}/fd/{held}"


def require_handed_over() -> None:
    """Raise `NotHandedOver` if names are sealed here and nobody handed the key over; training has its own."""
    import django

    django.setup()
    from django.db import DatabaseError

    from rapport.ledger.models import Mode
    from rapport.ledger.selectors import instance
    from rapport.sources import matching

    try:
        here = instance()
        if here is None or here.mode == Mode.TRAINING or matching.there_is_a_key() or not matching.was_used():
            return
    except DatabaseError:
        return  # what is wrong with the ledger is said by the server itself, which does not open then
    raise NotHandedOver(
        "Tellers are sealed in this instance, and it needs the key by which they are compared:\n"
        "  rapport serve --ask-matching-key          asks for it\n"
        "  rapport serve --matching-key-fd 3 3<…     reads it from an open file"
    )


def line_from(descriptor: int) -> str:
    """The first line that can be read there. Raises `NotHandedOver`."""
    try:
        with os.fdopen(descriptor, "r", encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, ValueError):
        raise NotHandedOver(f"Nothing can be read from file descriptor {descriptor}.") from None
