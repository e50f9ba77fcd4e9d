"""Founding an instance: keys, database, and the one row that says which kind it is."""

import os

from django.core.management import call_command


class Locked(RuntimeError):
    """A live instance cannot be founded yet."""


def found(mode: str) -> None:
    """Make keys, bring the database up to this release, and say which kind of instance it is. Safe to repeat.

    Raises `Locked` for a live instance: this release has not passed all safeguards. Raises `ValueError` if the database
    already is of another kind.
    """
    if mode == "live":
        raise Locked(
            "A live instance needs every safeguard of safeguards.toml to name a passing test of this release, and the "
            "rooms that watch over its use. This release does not have them yet. To try one out: --mode rehearsal."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.instance.settings")
    import django
    from django.conf import settings

    settings.RAPPORT_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    django.setup()
    from rapport.ledger.keys import key
    from rapport.ledger.models import Mode
    from rapport.ledger.services import found_instance

    settings.SECRET_KEY = key("signing").hex()
    call_command("migrate", verbosity=0, interactive=False)
    found_instance(Mode(mode))


def complaints() -> list[str]:
    """What is wrong with this instance, a line each that says what to do; empty when all is in order."""
    import django

    django.setup()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from rapport.ledger.selectors import instance, missing_guards

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["The database is not up to date: run `rapport init` with this instance's mode."]
        found = [
            f"The ledger's guard {name} is missing: restore the database from a backup."
            for name in sorted(missing_guards())
        ]
        if instance() is None:
            found.append("This database does not say which kind of instance it is: run `rapport init --mode training`.")
    except DatabaseError as error:
        return [f"The database does not answer: {error}"]
    return found
