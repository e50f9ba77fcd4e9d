"""`rapport texts`: the words of the pages and of the simulated prison, in every language.

A speaker needs no tool but a spreadsheet: `export`, correct, sign, `import`, start again, and the pages say it.
"""

from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--language", type=click.Choice(["ru", "ky", "fr"]), required=True, help="The language to review."
)


@click.group()
def texts() -> None:
    """The words of the pages, in every language."""


@texts.command("compile")
def compile_texts() -> None:
    """Turn the translations into the form that pages read."""
    from rapport.instance.words import compile_catalogues

    compile_catalogues()


@texts.command("collect")
def collect_texts() -> None:
    """Bring the catalogues in step with the pages. Needs GNU gettext."""
    import django

    from rapport.instance.texts_collecting import collect

    django.setup()
    collect()


@texts.command("glossary")
def write_glossary() -> None:
    """Write docs/glossary.md anew from the glossary's data."""
    from rapport.instance.texts_glossary import GLOSSARY_PAGE, glossary_page

    GLOSSARY_PAGE.write_text(glossary_page(), encoding="utf-8")


@texts.command("export")
@LANGUAGE
@click.argument("file", type=FILE)
def export_texts(language: str, file: Path) -> None:
    """Write all texts of a language to a spreadsheet for a speaker to correct and sign."""
    from rapport.instance.texts_entries import entries
    from rapport.instance.texts_reviews import holding, reviews
    from rapport.instance.texts_sheet import write_sheet

    listed = entries(language)
    held = holding(listed, reviews(language))
    write_sheet(file, language, listed, held)
    click.echo(f"{file}: {len(listed)} texts, {len(held)} of them reviewed. Correct column D, sign in E and F.")


@texts.command("import")
@LANGUAGE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_texts(language: str, file: Path) -> None:
    """Take corrections and reviews from a spreadsheet: all of them, or none and the reasons."""
    from rapport.instance.texts_importing import Refused, take
    from rapport.instance.texts_sheet import Unreadable
    from rapport.instance.words import compile_catalogues

    try:
        taken = take(file, language)
    except (Refused, Unreadable) as refusal:
        raise click.ClickException(f"Nothing was changed.\n{refusal}") from None
    compile_catalogues()
    click.echo(f"{taken.corrected} texts corrected, {taken.reviewed} reviews kept.")
    if taken.unused:
        click.echo(f"{taken.unused} lines tell of texts that are no longer in use; they were left out.")
    if taken.corrected:
        click.echo("Start `rapport serve` again to show them.")
