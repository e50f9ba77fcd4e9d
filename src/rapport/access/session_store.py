"""Sessions in the database, of which one thing never gets lost: that the desk was locked meanwhile.

A session is written as a whole. A request that began before somebody locked the desk, and ends after it, would write
the session as it was and so open the desk again. Whoever unlocks goes on under a new key, so under the same key a
locked session stays locked.
"""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

LOCKED = "locked"


class SessionStore(DatabaseStore):
    """Django's own, but for that."""

    def save(self, must_create: bool = False) -> None:
        """Write it. Raises `UpdateError` for a session that was ended meanwhile: it does not come back."""
        with transaction.atomic():
            if not must_create and self.session_key is not None:
                stands = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
                locked = stands.get_decoded().get(LOCKED) if stands is not None else None
                if locked is not None and LOCKED not in self:
                    self[LOCKED] = locked
            super().save(must_create)
