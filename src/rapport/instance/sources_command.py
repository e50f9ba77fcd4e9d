"""`rapport sources`: what an administrator needs around sealed tellers."""

import secrets

import click

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


@click.group()
def sources() -> None:
    """Who told us, sealed: the key by which tellers are compared."""


@sources.command("new-key")
def new_key() -> None:
    """Print a new key of comparison. Write it down, keep it away from this machine, and hand it over at every start."""
    click.echo("-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(6)))
