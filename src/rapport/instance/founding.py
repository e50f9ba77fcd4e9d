"""Founding an instance: keys, database, and the one row that says which kind it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command


class Locked(RuntimeError):
    """A live instance cannot be founded yet."""


class NotOwner(RuntimeError):
    """The role that serves cannot found: only the owner of the tables can."""


class OtherRelease(RuntimeError):
    """The database was brought to where it stands by another release, which this one cannot take on."""


OTHER_RELEASE = (
    "This database was founded by another release of Rapport and cannot be taken on by this one. Serve it with the "
    "release that made it, or begin a new instance: move its folder away, choose another with RAPPORT_HOME, or name "
    "another database in RAPPORT_DATABASE_URL."
)

BEHIND = (
    "The database is not up to date: back it up, then run `rapport init` with this instance's mode, on PostgreSQL with "
    "the owner's address in RAPPORT_OWNER_DATABASE_URL."
)


def found(mode: str) -> None:
    """Make keys, bring the database up to this release, and say which kind of instance it is. Safe to repeat.

    Raises `Locked` for a live instance: this release has not passed all safeguards. Raises `ValueError` if the database
    already is of another kind, `NotOwner` if its tables are somebody else's, `OtherRelease` if they are of another.
    """
    if mode == "live":
        raise Locked(
            "A live instance needs every safeguard of safeguards.toml to name a passing test of this release, and the "
            "rooms that watch over its use. This release does not have them yet. To try one out: --mode rehearsal."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.instance.settings")
    import django
    from django.conf import settings
    from django.db import DatabaseError

    settings.RAPPORT_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.setup()
    from rapport.instance.walls import raise_walls
    from rapport.ledger.keys import key
    from rapport.ledger.models import Mode
    from rapport.ledger.services import found_instance
    from rapport.ledger.soundness import database_file
    from rapport.search.services import fill_what_is_empty

    settings.SECRET_KEY = key("signing").hex()
    file = database_file()
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    with _as_owner():
        try:
            if _of_what_release() == OTHER_RELEASE:
                raise OtherRelease(OTHER_RELEASE)
            call_command("migrate", verbosity=0, interactive=False)
            found_instance(Mode(mode))
            raise_walls()
            fill_what_is_empty()
        except DatabaseError as refusal:
            if not _not_allowed(refusal):
                raise
            raise NotOwner("This role may not make tables: name the owner's in RAPPORT_OWNER_DATABASE_URL.") from None


def _of_what_release() -> str | None:
    """`OTHER_RELEASE` where the database took steps of our rooms that this release does not have, `BEHIND` where it has
    yet to take some; otherwise nothing."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    ours = {room.label for room in apps.get_app_configs() if room.name.startswith("rapport.")}
    loader = MigrationLoader(connection)
    taken = loader.applied_migrations
    if any(room in ours and (room, step) not in loader.disk_migrations for room, step in taken):
        return OTHER_RELEASE
    return None if all(last in taken for last in loader.graph.leaf_nodes()) else BEHIND


def _not_allowed(refusal: BaseException | None) -> bool:
    """Whether PostgreSQL refused for want of privileges, whatever Django made of it."""
    while refusal is not None and getattr(refusal, "sqlstate", None) != "42501":
        refusal = refusal.__cause__ or refusal.__context__
    return refusal is not None


@contextmanager
def _as_owner() -> Iterator[None]:
    """As the role that owns the tables, where another one serves; afterwards that one may serve, and no more."""
    from django.db import connections
    from django.db.utils import load_backend

    url = os.environ.get("RAPPORT_OWNER_DATABASE_URL")
    if not url:
        yield
        return
    import dj_database_url

    from rapport.instance.walls import let_serve

    serving = connections["default"]
    settings = serving.settings_dict | dict(dj_database_url.parse(url))
    connections["default"] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    try:
        yield
        let_serve(str(serving.settings_dict["USER"]))
    finally:
        connections["default"].close()
        connections["default"] = serving


FAULTS = {
    "unreachable": "The database does not answer. Is it running, and is RAPPORT_DATABASE_URL right?",
    "held": "Something holds the database, such as a restore or an upgrade: wait until it is done, then try again.",
    "missing": "The database or its ledger is missing: restore a backup, or run `rapport init` for a new instance.",
    "unfounded": "This database does not say which kind of instance it is: run `rapport init --mode training`.",
    "read_only": "The ledger cannot be written: the database, its disk or its role is read-only.",
    "full": "The disk is full: make room for the ledger.",
    "disarmed": "The ledger's guards are not as they were raised: tell the inspector, then restore the database.",
}
"""What is wrong with the ledger, in plain words."""


class NotServed(RuntimeError):
    """The ledger cannot be kept: nothing is served."""


def require_sound() -> None:
    """Raise `NotServed` unless the ledger can be kept, seen by really writing."""
    import django

    django.setup()
    from rapport.ledger.soundness import trial, wait_no_longer

    wait_no_longer()
    found = trial()
    if found is not None:
        raise NotServed(FAULTS[found.value])
    if (behind := _of_what_release()) is not None:
        raise NotServed(behind)
    from rapport.instance.restoring import RESTORED, is_behind_its_journal
    from rapport.ledger import journal

    if is_behind_its_journal():
        raise NotServed(RESTORED)
    journal.keep()


def complaints() -> list[str]:
    """What is wrong with this instance, a line each that says what to do; empty when all is in order."""
    import django

    django.setup()
    from django.db import DatabaseError

    from rapport.access import legal, resting
    from rapport.instance.walls import unwalled
    from rapport.ledger.selectors import missing_guards
    from rapport.ledger.soundness import Fault, database_file, trial, wait_no_longer

    wait_no_longer()
    found = trial()
    file = database_file()
    lost = file is not None and not file.exists()
    if found is not None and (lost or found in {Fault.UNREACHABLE, Fault.HELD, Fault.READ_ONLY, Fault.FULL}):
        return [FAULTS[found.value]]
    try:
        if (behind := _of_what_release()) is not None:
            return [behind]
        gone = missing_guards() | _other_guards() | resting.missing()
        lawless = legal.unnamed()
    except DatabaseError as error:
        return [f"The database does not answer: {error}"]
    complaints = [
        f"The guard {name} is not as it was raised: tell the inspector, then restore the database from a backup."
        for name in sorted(gone)
    ]
    complaints += [
        f"The table {name} has no wall behind its rules: run `rapport init` with this instance's mode."
        for name in sorted(unwalled())
    ]
    complaints += [
        f"{service} has named no law for {purpose!r}: its administrator names it among the laws. Until then nothing "
        "can be kept for it."
        for service, purpose in lawless
    ]
    from rapport.instance.restoring import RESTORED, is_behind_its_journal

    complaints += [RESTORED] if not complaints and is_behind_its_journal() else []
    return complaints if complaints or found is None else [FAULTS[found.value]]


def _other_guards() -> set[str]:
    """The guards of all rooms that do not stand as a migration raised them."""
    from django.db import connection

    from rapport.ledger.guards import raised

    standing = raised(connection)
    gone = {guard: guard.misses(connection) for guard in set(standing.values())}
    return {name for name, guard in standing.items() if name in gone[guard]}
