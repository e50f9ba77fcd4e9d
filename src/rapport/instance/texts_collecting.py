"""Collecting the words of the pages: every text of every room into the one catalogue of each language.

Needs GNU gettext, as translators and `make test` do; nobody who only runs Rapport needs it.
"""

from contextlib import chdir
from pathlib import Path

from django.core.management import call_command
from django.core.management.commands.makemessages import Command as MakeMessages

from rapport.instance.words import LOCALE

SOURCE = Path(__file__).resolve().parent.parent
TRANSLATED = ("ru", "ky", "fr")
WITHOUT_PAGES = ("language/*", "simulation/*", "statistics/*", "*/migrations/*", "*/static/*")
CHANGES_DAILY = ('"POT-Creation-Date:', '"Report-Msgid-Bugs-To:')


class _Collect(MakeMessages):
    """Django's collector, with one place for all rooms and without guesses at what a new string might mean."""

    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]
    place = LOCALE

    def build_potfiles(self) -> list[str]:
        self.default_locale_path = str(self.place)
        self.locale_paths = [str(self.place)]
        return super().build_potfiles()


def collect(*, folder: Path = LOCALE) -> None:
    """Bring the catalogues in step with the pages: new strings wait untranslated, unused ones go."""
    command = _Collect()
    command.place = folder
    with chdir(SOURCE):
        call_command(
            command,
            locale=list(TRANSLATED),
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
            ignore_patterns=list(WITHOUT_PAGES),
            verbosity=0,
        )
    for catalogue in folder.glob("*/LC_MESSAGES/django.po"):
        lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
        catalogue.write_text("".join(line for line in lines if not line.startswith(CHANGES_DAILY)), encoding="utf-8")
