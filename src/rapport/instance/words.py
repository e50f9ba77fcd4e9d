"""Compiling the translations: catalogues as people edit them become the form that pages read."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "language" / "locale"


def compile_catalogues() -> list[Path]:
    """Compile every catalogue of `language/locale`; fuzzy strings stay in English. Returns the files written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with source.open("rb") as file:
            catalogue = read_po(file)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue, use_fuzzy=False)
        written.append(target)
    return written
