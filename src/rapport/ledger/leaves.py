"""An entry as the bytes that the tree commits to: one line of JSON, the same on every machine."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapport.ledger.models import Entry

FIELDS = ("at", "operation", "staff", "role", "service", "purpose", "records", "reason", "to")


def content(fields: Mapping[str, Any]) -> bytes:
    """What an entry says, canonical: keys in order, no spaces, UTF-8."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fields_of(entry: Entry) -> dict[str, Any]:
    """The fields of an entry that its MAC authenticates."""
    at = entry.at
    return {
        name: at.isoformat() if isinstance(at, datetime) and name == "at" else getattr(entry, name) for name in FIELDS
    }


def leaf_of(entry: Entry) -> bytes:
    """The leaf of an entry: what it says, and its MAC. No line break in it."""
    return content({**fields_of(entry), "mac": entry.mac})
