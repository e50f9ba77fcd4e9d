"""No way past the doors: commands of Django that read or write everything at once are refused where it is not play.

`shell`, `dbshell`, `dumpdata` and their like open every record and leave no entry. A training instance, whose people
are all invented, has them; a rehearsal, which is there to try the real thing, and a live instance have not; nor has a
database that does not say what it is. `createsuperuser` and `changepassword` are nowhere: there are no superusers,
and no passphrase is set by anybody but its holder.

This stops a hand, not an adversary: whoever may run programs on the server can write their own (docs/threat-model.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from rapport.ledger.models import Mode
from rapport.ledger.selectors import instance


def outside_training(module: str) -> type[BaseCommand]:
    """The command of this module, refused anywhere but on a training instance."""
    name = module.rpartition(".")[2]
    theirs: type[BaseCommand] = import_module(module).Command

    class Command(theirs):  # type: ignore[valid-type, misc]
        __doc__ = f"`{name}`, on a training instance only."

        def execute(self, *args: Any, **options: Any) -> Any:
            if _mode() != Mode.TRAINING:
                raise CommandError(
                    f"{name} is refused here: it would open or change records without a viewer, a purpose or an entry. "
                    "Staff work through the pages; an administrator through `rapport`."
                )
            return super().execute(*args, **options)

    return Command


def nowhere(name: str, instead: str) -> type[BaseCommand]:
    """A command that does nothing but say what to do instead."""

    class Command(BaseCommand):
        __doc__ = f"`{name}`: never."
        requires_system_checks: list[str] = []

        def run_from_argv(self, argv: list[str]) -> None:
            """Whatever words follow."""
            del argv
            raise SystemExit(f"CommandError: {name} does not exist here. {instead}")

        def handle(self, *args: Any, **options: Any) -> None:
            """As if it were called from a program."""
            del args, options
            raise CommandError(f"{name} does not exist here. {instead}")

    return Command


def _mode() -> str:
    try:
        here = instance()
    except DatabaseError:
        return ""
    return here.mode if here is not None else ""
