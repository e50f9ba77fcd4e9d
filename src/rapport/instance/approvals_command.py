"""`rapport approvals`: what an inspector takes away about acts of two people, and checks elsewhere.

`verify` needs no database and no keys of the server: it runs from files alone, on another machine.
"""

import getpass
from pathlib import Path

import click

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def approvals() -> None:
    """Acts that took two people: the roster of their keys, their signatures, and the proof."""


@approvals.command()
@click.argument("file", type=NEW_FILE)
def roster(file: Path) -> None:
    """Write the roster of signing keys to FILE: compare each fingerprint with its holder, in person."""
    _write(file, "take_roster")


@approvals.command()
@click.argument("file", type=NEW_FILE)
def export(file: Path) -> None:
    """Write every request with the signatures under it to FILE."""
    _write(file, "take_approvals")


@approvals.command()
@click.argument("file", type=FILE)
@click.option("--roster", "roster_file", type=FILE, required=True, help="The roster that the inspector keeps.")
def verify(file: Path, roster_file: Path) -> None:
    """Check the approvals in FILE against a roster; exit 1 if an act was done that two people did not allow."""
    from rapport.access.rosters import Unreadable
    from rapport.access.rosters import verify as check

    try:
        checked = check(file, roster_file)
    except Unreadable as misfit:
        raise click.ClickException(str(misfit)) from None
    for one in checked:
        what = f"{one.request}  {one.operation}  {one.record[0]} {one.record[1]}"
        state = "done" if one.served else "not done"
        click.echo(f"{what}  {state}  {'allowed by ' + ' and '.join(one.by) if one.by else one.codes}")
    unsound = [one for one in checked if not one.sound]
    if unsound:
        raise click.ClickException(f"{len(unsound)} of {len(checked)} acts were done without two people's signatures")
    click.echo(f"{sum(one.served for one in checked)} acts were done, each allowed by two people.")


def _write(file: Path, what: str) -> None:
    import django

    django.setup()
    from rapport.access import inspection
    from rapport.ledger.acting import AtTheConsole

    if file.exists():
        raise click.ClickException(f"{file} is there already: name a new file")
    text = getattr(inspection, what)(AtTheConsole(getpass.getuser()))
    file.write_text(text, encoding="utf-8")
    click.echo(f"Written to {file}.")
