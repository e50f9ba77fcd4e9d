"""Following a path on a record ("place__establishment_id"), and saying what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def follow(record: Any, path: str) -> Any:
    """The value at the end of the path, or None where the record, or one on the way, does not say.

    A name that does not exist is an `AttributeError`: a slip of the pen must not look like a missing value.
    """
    value = record
    for name in path.split("__"):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def complaints(model: type[Model], path: str) -> Iterator[str]:
    """What makes this path unfit for a rule over this model: no such field, or many values (use `exists`)."""
    here: type[Model] = model
    names = path.split("__")
    for place, name in enumerate(names, start=1):
        if name == "pk":
            return
        try:
            field = here._meta.get_field(name)
        except FieldDoesNotExist:
            yield f"{here._meta.label} has no field {name!r} (path {path!r})"
            return
        if field.one_to_many or field.many_to_many:
            yield f"{here._meta.label}.{name} holds many values: say it with exists() (path {path!r})"
            return
        if place < len(names):
            related = field.related_model
            if not isinstance(related, type):
                yield f"{here._meta.label}.{name} leads nowhere (path {path!r})"
                return
            here = related
