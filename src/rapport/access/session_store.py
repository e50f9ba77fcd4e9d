"""Sessions in the database, of which one thing never gets lost: that the desk was locked meanwhile.

A session is written as a whole. A request that began before somebody locked the desk, and ends after it, would write
the session as it was and so open the desk again. Whoever unlocks goes on under a new key, so under the same key a
locked session stays locked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet

from rapport.access.statements import prepared
from rapport.ledger.clock import wall_now

LOCKED = "locked"


class SessionStore(DatabaseStore):
    """Django's own, but for that."""

    _as_read = ""
    """The words of the session as they stood in the database when this request read them, if nobody had locked it."""

    def load(self) -> dict[str, Any]:
        """Read it."""
        found = _standing(key=str(self.session_key), now=wall_now())
        if not found:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0])
        self._as_read = found[0] if LOCKED not in held else ""
        return held

    def save(self, must_create: bool = False) -> None:
        """Write it. Raises `UpdateError` for a session that was ended meanwhile: it does not come back.

        Where nobody has written it since it was read, nobody can have locked it meanwhile, and one statement does.
        """
        if not must_create and self.session_key is not None and self._as_read and self._written():
            return
        with transaction.atomic():
            if not must_create and self.session_key is not None:
                stands = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
                locked = stands.get_decoded().get(LOCKED) if stands is not None else None
                if locked is not None and LOCKED not in self:
                    self[LOCKED] = locked
            super().save(must_create)

    def _written(self) -> bool:
        """Write it over the words that were read; whether they still stood there."""
        words = self.encode(dict(self.items()))
        until = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE django_session SET session_data = %s, expire_date = %s "
                "WHERE session_key = %s AND session_data = %s",
                [words, until, self.session_key, self._as_read],
            )
            stood = bool(cursor.rowcount == 1)
        self._as_read = words if stood else ""
        return stood


@prepared
def _standing(*, key: str, now: datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data", flat=True)
