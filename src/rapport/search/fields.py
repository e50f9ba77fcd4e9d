"""The stored tokens of a record: a text that FTS5 reads again when they go, or a tsvector."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TokensField(models.Field[frozenset[str], frozenset[str]]):
    """A set of tokens; they have neither blanks nor quotes (`rapport.language.analysis`)."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Iterable[str], connection: BaseDatabaseWrapper, prepared: bool = False) -> str:  # noqa: ARG002
        together = sorted(set(value))
        return " ".join(f"'{one}'" for one in together) if connection.vendor == "postgresql" else " ".join(together)

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def from_db_value(self, value: str, _expression: object, connection: BaseDatabaseWrapper) -> frozenset[str]:
        return frozenset(value.replace("'", "").split() if connection.vendor == "postgresql" else value.split())
