"""`rapport search`: filling the index anew, and making forgotten words leave the raw bytes."""

import click


@click.group()
def search() -> None:
    """The search's index."""


@search.command()
def rebuild() -> None:
    """Fill the index anew from the records. Pages answer meanwhile; what is not entered yet is not found yet."""
    import django

    django.setup()
    _require_owner()
    from rapport.search import services
    from rapport.search.kinds import searchable

    for kind in searchable():
        click.echo(f"{kind.kind:<24} {services.rebuild(kind.kind):>10}")
    services.optimise()


@search.command()
def scrub() -> None:
    """Make forgotten words leave the raw bytes. Locks the index while it lasts."""
    import django

    django.setup()
    _require_owner()
    from rapport.instance.restoring import scrub as make_go

    make_go()
    click.echo("Forgotten words are gone from the index and its journal. Backups keep theirs.")


def _require_owner() -> None:
    """Whoever is bound by the walls sees no record here, and would leave the index empty."""
    from rapport.instance.walls import binds

    if binds():
        raise click.ClickException("Only the owner of the tables sees all: name that address in RAPPORT_DATABASE_URL.")
