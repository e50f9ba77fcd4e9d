"""The inspector's roster of keys and the file of approvals: checked from files alone, on another machine.

An inspector keeps the roster from a visit at which the holders were met; a key or a hand that is not on it counts for
nothing, whatever the server's tables say since. No database, no key of the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rapport.access.rules import KeyFacts, Roster, Signed, Terms, judge
from rapport.access.signing import Statement, fingerprint

ROSTER, APPROVALS = "rapport-roster/v1", "rapport-approvals/v1"


class Unreadable(ValueError):
    """The file is not a roster, or not a file of approvals, of the same instance. The message says which."""


@dataclass(frozen=True)
class Checked:
    """One request: whether the act was done, and whether two people allowed it (staff references) or why not."""

    request: str
    operation: str
    record: tuple[str, str]
    content: str
    served: bool
    by: tuple[str, ...]
    codes: str

    @property
    def sound(self) -> bool:
        """Nothing was done without two people."""
        return not self.served or len(self.by) == 2


def roster_as_json(roster: Roster, *, stamp: str, mode: str, people: Mapping[str, tuple[str, str]]) -> str:
    """The roster as a file; `people` says each reference's service number and name, for the meeting in person."""
    listed = [
        {
            "staff": key.staff,
            "number": people[key.staff][0],
            "name": people[key.staff][1],
            "fingerprint": fingerprint(key.public),
            "public": key.public,
            "made_at": key.made_at.isoformat(),
            "confirmed_by": sorted(key.confirmed_by),
            "revoked_at": key.revoked_at.isoformat() if key.revoked_at is not None else None,
        }
        for key in roster.keys
    ]
    hands = {staff: sorted(those) for staff, those in sorted(roster.hands.items())}
    whole = {"format": ROSTER, "instance": stamp, "mode": mode, "keys": listed, "hands": hands}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def verify(approvals: Path, roster: Path) -> list[Checked]:
    """Check every request of a file of approvals against a roster. Raises `Unreadable`."""
    told, held = _opened(approvals, APPROVALS), _opened(roster, ROSTER)
    if told["instance"] != held["instance"]:
        raise Unreadable("the approvals and the roster are of two different instances")
    try:
        known = _roster(held)
        return [_check(one, known, told["instance"], confirmed=held["mode"] != "training") for one in told["requests"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"an entry is not what it should be: {error}") from None


def _check(told: dict[str, Any], roster: Roster, stamp: str, *, confirmed: bool) -> Checked:
    served = datetime.fromisoformat(told["served_at"]) if told["served_at"] else None
    record = (str(told["record"][0]), str(told["record"][1]))
    claims = [
        Signed(
            Statement(
                stamp=stamp,
                request=told["ref"],
                operation=told["operation"],
                record_class=record[0],
                record_ref=record[1],
                content=told["content"],
                staff=one["staff"],
                public=one["public"],
                at=datetime.fromisoformat(one["at"]),
            ),
            one["signature"],
        )
        for one in told["approvals"]
    ]
    on = served or max((claim.statement.at for claim in claims), default=datetime.fromisoformat(told["asked_at"]))
    found = judge(claims, roster, requester=told["requester"], terms=Terms(on=on, confirmed=confirmed))
    codes = "" if found.released else found.codes
    return Checked(told["ref"], told["operation"], record, told["content"], served is not None, found.by, codes)


def _roster(held: dict[str, Any]) -> Roster:
    return Roster(
        keys=tuple(
            KeyFacts(
                public=one["public"],
                staff=one["staff"],
                made_at=datetime.fromisoformat(one["made_at"]),
                confirmed_by=frozenset(one["confirmed_by"]),
                revoked_at=datetime.fromisoformat(one["revoked_at"]) if one["revoked_at"] else None,
            )
            for one in held["keys"]
        ),
        hands={staff: frozenset(those) for staff, those in held["hands"].items()},
    )


def _opened(path: Path, wanted: str) -> dict[str, Any]:
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        if whole["format"] != wanted:
            raise Unreadable(f"{path.name} is not a {wanted} file")
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{path.name} cannot be read: {error}") from None
    return dict(whole)
