"""`rapport staff` and `rapport service`: an instance's first people, and what an administrator does at the console.

Every act goes through the same services as on the pages and is an entry in the ledger. Once two people can sign, the
account of somebody who may approve, and privileged work, take their two signatures here too.
"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rapport.access.viewers import Steward

ROLES = (
    "officer", "intelligence", "analyst", "governor", "trainer", "inspector", "administrator", "data_protection",
    "custodian", "integrity", "complaints", "headquarters",
)  # fmt: skip


@click.group()
def staff() -> None:
    """Who works here and who can come in."""


@click.group()
def service() -> None:
    """The prison services of this instance and their establishments."""


@contextmanager
def _said() -> Iterator["Steward"]:
    """Somebody at the console; what the services refuse is said in plain words."""
    import django

    django.setup()
    from rapport.access.algebra import Refused
    from rapport.access.console import Unfit
    from rapport.access.viewers import Steward

    try:
        yield Steward(purpose=f"console ({getpass.getuser()})"[:40])
    except Unfit as unfit:
        raise click.ClickException(str(unfit)) from None
    except Refused as refusal:
        if refusal.code.startswith("approval.two"):
            raise click.ClickException(
                "This takes two people. Let an administrator ask for it on the page of that person, let two sign, "
                "then type this once more."
            ) from None
        raise click.ClickException(f"Refused: {refusal.code}.") from None


def _give(number: str, code: str) -> None:
    click.echo(f"One-time code for {number}:  {code}")
    click.echo("Give it from hand to hand. It lets its holder in once, within three days, to choose a passphrase.")


@service.command("open")
@click.argument("name")
def open_service(name: str) -> None:
    """Open the prison service NAME."""
    with _said() as steward:
        from rapport.access import console

        console.open_service(steward, name)
        click.echo(f"{name} is open.")


@service.command("region")
@click.argument("name")
@click.option("--service", "of", help="Its prison service; may be left out where there is one.")
def open_region(name: str, of: str | None) -> None:
    """Open the region NAME, which answers for several establishments."""
    with _said() as steward:
        from rapport.access import console

        console.open_region(steward, name, service=of)
        click.echo(f"{name} is open.")


@service.command("establishment")
@click.argument("name")
@click.option("--service", "of", help="Its prison service; may be left out where there is one.")
@click.option("--region", help="The region that answers for it.")
def open_establishment(name: str, of: str | None, region: str | None) -> None:
    """Open the establishment NAME."""
    with _said() as steward:
        from rapport.access import console

        console.open_establishment(steward, name, service=of, region=region)
        click.echo(f"{name} is open.")


@staff.command("list")
def list_staff() -> None:
    """Everybody, with their work and whether they can come in."""
    with _said() as steward:
        from rapport.access import console

        for number, name, works, state in console.listed(steward):
            click.echo(f"{number:<12} {name:<28} {state:<10} {'; '.join(works)}")


@staff.command()
@click.argument("name")
@click.option("--number", required=True, help="The staff number with which they come in.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--establishment", help="Where they work; left out: the whole service.")
@click.option("--region", help="Or the region for which they work.")
@click.option("--service", "of", help="Their prison service; may be left out where there is one.")
@click.option("--language", default="", help="en, ru, ky or fr.")
def add(
    name: str, number: str, role: str, establishment: str | None, region: str | None, of: str | None, language: str
) -> None:
    """Take NAME on: enrol, post, and open an account with a one-time code. A known number is posted in more work."""
    with _said() as steward:
        from rapport.access import console

        code = console.add(
            steward,
            name,
            number=number,
            role=role,
            service=of,
            establishment=establishment,
            region=region,
            language=language,
        )
        if code is None:
            click.echo(f"{number} had an account before: posted.")
        else:
            _give(number, code)


@staff.command()
@click.argument("number")
def reset(number: str) -> None:
    """A new one-time code for NUMBER; the passphrase counts no more, every session ends, the telephone stays."""
    with _said() as steward:
        from rapport.access import console

        _give(number, console.reset(steward, number))


@staff.command("reset-whole")
@click.argument("number")
def reset_whole(number: str) -> None:
    """The same for somebody who lost the telephone and the recovery codes too."""
    with _said() as steward:
        from rapport.access import console

        _give(number, console.reset_whole(steward, number))


@staff.command()
@click.argument("number")
def close(number: str) -> None:
    """Let nobody in by NUMBER any more."""
    with _said() as steward:
        from rapport.access import console

        console.close(steward, number)
        click.echo(f"The account of {number} is closed.")
