"""The `rapport` command: what an administrator types."""

import os
import sys

import click

from rapport.instance.approvals_command import approvals
from rapport.instance.ledger_command import ledger
from rapport.instance.replay_command import replay
from rapport.instance.restore_command import restore
from rapport.instance.search_command import search
from rapport.instance.simulate_command import scenario_group, simulate
from rapport.instance.sources_command import sources
from rapport.instance.staff_command import service, staff
from rapport.instance.texts_command import texts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.instance.settings")


class Plainly(click.Group):
    """A missing or silent database is said in words, whatever was typed."""

    def invoke(self, ctx: click.Context) -> object:
        """Run what was typed."""
        from django.db.utils import OperationalError, ProgrammingError

        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            said = str(error).partition("\n")[0]
            raise click.ClickException(
                f"The database does not answer, or is not founded ({said}). Type: rapport check. It says what is wrong."
            ) from None


@click.group(cls=Plainly)
def rapport() -> None:
    """Prison intelligence that respects people, and a training room in a prison that does not exist."""


rapport.add_command(approvals)
rapport.add_command(ledger)
rapport.add_command(replay)
rapport.add_command(restore)
rapport.add_command(scenario_group)
rapport.add_command(search)
rapport.add_command(service)
rapport.add_command(simulate)
rapport.add_command(staff)
rapport.add_command(sources)
rapport.add_command(texts)


def _progress(line: str) -> None:
    """How far the seeding is, in one line that is written over."""
    if sys.stdout.isatty():
        click.echo(f"\r  {line:<60}", nl=False)


def _ready() -> None:
    import django

    django.setup()


def _take_matching_key(ask: bool, descriptor: int | None) -> None:
    from rapport.instance.handover import NotHandedOver, hand_over, line_from, require_handed_over

    try:
        if descriptor is not None:
            hand_over(line_from(descriptor))
        elif ask:
            hand_over(click.prompt("Key of comparison", hide_input=True))
        else:
            require_handed_over()
    except NotHandedOver as refusal:
        raise click.ClickException(str(refusal)) from None


def _serve(address: str, port: int, *first: str) -> None:
    """Serve, once all is sound; these lines are said then."""
    from rapport.instance.founding import NotServed, require_sound
    from rapport.instance.serving import CannotListen, require_port, serve

    try:
        require_port(address, port)
        require_sound()
        for line in first:
            click.echo(line)
        serve(address, port)
    except (CannotListen, NotServed) as refusal:
        raise click.ClickException(str(refusal)) from None


@rapport.command()
@click.option("--mode", type=click.Choice(["training", "rehearsal", "live"]), required=True)
def init(mode: str) -> None:
    """Found an instance: keys, database, and what kind it is. Safe to repeat."""
    from rapport.instance.founding import Locked, NotOwner, OtherRelease, found

    try:
        found(mode)
    except (Locked, NotOwner, OtherRelease, ValueError) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"This is a {mode} instance.")


@rapport.command()
@click.option("--port", type=int, envvar="PORT", default=8000, show_default=True)
@click.option("--address", default=None, help="Where to listen; anything but this machine needs --room.")
@click.option("--room", is_flag=True, help="Serve the other computers of this room too, without TLS.")
@click.option("--ask-matching-key", is_flag=True, help="Ask for the key by which tellers are compared.")
@click.option("--matching-key-fd", type=int, help="Read that key from this open file descriptor.")
def serve(port: int, address: str | None, room: bool, ask_matching_key: bool, matching_key_fd: int | None) -> None:
    """Serve the pages, on this machine only unless the room is asked for."""
    _take_matching_key(ask_matching_key, matching_key_fd)
    from rapport.instance.room import NoRoom, place

    try:
        where = place(address, in_a_room=room)
    except NoRoom as refusal:
        raise click.ClickException(str(refusal)) from None
    _serve(where.address, port, *where.told(port))


@rapport.command()
@click.option("--port", type=int, envvar="PORT", default=8000, show_default=True)
@click.option("--small", is_flag=True, envvar="RAPPORT_SMALL_DEMO", help="Only one establishment, in a few seconds.")
def demo(port: int, small: bool) -> None:
    """A training instance with a prison service of 31 establishments and a small cast, served, with sign-in links."""
    from rapport.instance.founding import NotOwner, OtherRelease, found
    from rapport.instance.serving import CannotListen, require_port

    try:
        require_port("127.0.0.1", port)
        click.echo("Preparing a training instance …")
        found("training")
    except (CannotListen, NotOwner, OtherRelease, ValueError) as refusal:
        raise click.ClickException(str(refusal)) from None
    from rapport.demo.passphrases import let_the_cast_in
    from rapport.demo.services import seed, seed_small

    click.echo("Seeding the prison service and its cast …")
    links = seed_small() if small else seed(_progress)
    click.echo("\r" + " " * 64 if sys.stdout.isatty() else "", nl=False)
    base = f"http://127.0.0.1:{port}"
    click.echo(f"\nOpen  {base}/\n\nor sign in with one click as")
    for label, path in links:
        click.echo(f"  {label:<44} {base}{path}")
    click.echo("\nor with number and passphrase as")
    for name, number, passphrase in let_the_cast_in():
        click.echo(f"  {name:<44} {number}   {passphrase}")
    click.echo("\nNobody in this prison exists. Ctrl-C stops everything.\n")
    _serve("127.0.0.1", port)


@rapport.command()
def check() -> None:
    """Whether this instance is sound: database, migrations, the ledger's guards."""
    from rapport.instance.founding import complaints

    found = complaints()
    for complaint in found:
        click.echo(complaint)
    if found:
        raise SystemExit(1)
    click.echo("All is in order.")


@rapport.command()
@click.argument("name")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, writable=True))
@click.option("--quick", is_flag=True, help="A smaller size, in a minute; judges only the bars it can.")
def bench(name: str, json_file: str | None, quick: bool) -> None:
    """Measure what is promised and print it beside its bar. Exits 1 on a miss."""
    from rapport.benchmarks.running import run

    _ready()
    if not run(name, json_file=json_file, quick=quick):
        raise SystemExit(1)
