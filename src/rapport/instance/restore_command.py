"""`rapport restore`: a backup put back, and what was erased since it was made erased again."""

from pathlib import Path

import click


@click.command()
@click.argument("backup", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--erasures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The journal of erasures, where it is not in the home folder.",
)
@click.option("--nothing-was-erased", is_flag=True, help="There is no journal, because nothing was ever erased.")
def restore(backup: Path | None, erasures: Path | None, nothing_was_erased: bool) -> None:
    """Put BACKUP in the place of the database (SQLite), and erase again what was erased since it was made.

    On PostgreSQL run it without BACKUP after pg_restore and `rapport init`, as the owner of the tables.
    """
    import django

    django.setup()
    from rapport.instance.restoring import NotRestored, erase_again, put_back
    from rapport.instance.walls import binds
    from rapport.ledger.journal import journal_file

    path = erasures or journal_file()
    if not path.exists() and not nothing_was_erased:
        raise click.ClickException(
            f"There is no journal of erasures at {path}. Name the copy with --erasures; without it what was erased "
            "since the backup would be there again. If nothing was ever erased: --nothing-was-erased."
        )
    try:
        if backup is not None:
            put_back(backup)
        if binds():
            raise NotRestored("Only the owner of the tables sees all: name that address in RAPPORT_DATABASE_URL.")
        named, again = erase_again(path) if path.exists() else (0, 0)
    except NotRestored as refusal:
        raise click.ClickException(str(refusal)) from None
    found = "What was here of them again is erased" if again else "Nothing of them was here"
    click.echo(f"The journal names {named} records that are erased. {found}.")
