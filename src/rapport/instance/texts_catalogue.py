"""The words of the pages as translators keep them: one catalogue for each language, changed a string at a time.

Only the lines of a changed string are rewritten, so that a correction is a correction in the history too and an
unchanged catalogue stays the same to the byte.
"""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from rapport.instance.words import LOCALE

Key = tuple[str | None, str | tuple[str, str]]
"""The context, and the English words: one text, or the singular and the plural."""


def catalogue_file(language: str, *, folder: Path = LOCALE) -> Path:
    """Where a language's catalogue lies."""
    return folder / language / "LC_MESSAGES" / "django.po"


def key_of(message: Message) -> Key:
    """What tells one string of a catalogue from another."""
    english = message.id
    return message.context, (english[0], english[1]) if isinstance(english, (tuple, list)) else str(english)


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation: one text, or one for each plural form of the language."""
    said = message.string
    return tuple(said) if isinstance(said, (tuple, list)) else (str(said or ""),)


def read_catalogue(path: Path) -> Catalog:
    """A catalogue. Django's Kyrgyz has one plural form, its Russian three here, its French two: the header says."""
    with path.open("rb") as file:
        return read_po(file)


def messages(path: Path) -> list[Message]:
    """Every string of a catalogue, in its order; strings no page uses any more are left out."""
    return [message for message in read_catalogue(path) if message.id]


def rewrite(path: Path, changed: Mapping[Key, tuple[str, ...]]) -> int:
    """Put these translations into a catalogue and touch nothing else. Returns how many strings changed."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    places = [place for place, block in enumerate(blocks) if _is_message(block)][1:]  # the first one is the header
    count = 0
    for place, message in zip(places, messages(path), strict=True):
        forms = changed.get(key_of(message))
        if forms is not None and (message.fuzzy or forms != forms_of(message)):
            blocks[place] = _with_translation(blocks[place], forms)
            count += 1
    if count:
        path.write_text("\n\n".join(blocks), encoding="utf-8")
    return count


def _is_message(block: str) -> bool:
    return any(line.startswith("msgid ") for line in block.splitlines())


def _with_translation(block: str, forms: tuple[str, ...]) -> str:
    ending = "\n" if block.endswith("\n") else ""
    kept: list[str] = []
    for line in block.splitlines():
        if line.startswith("msgstr"):
            break
        if line.startswith("#|"):
            continue
        if line.startswith("#,"):
            flags = [flag for flag in line[2:].split(",") if flag.strip() != "fuzzy"]
            if not flags:
                continue
            line = "#," + ",".join(flags)
        kept.append(line)
    plural = any(line.startswith("msgid_plural") for line in kept)
    for number, text in enumerate(forms):
        kept.append(f"{f'msgstr[{number}]' if plural else 'msgstr'} {_quoted(text)}")
    return "\n".join(kept) + ending


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    pieces = escaped.split("\n")
    if len(pieces) == 1:
        return f'"{escaped}"'
    lines = [f'"{piece}\\n"' for piece in pieces[:-1]] + ([f'"{pieces[-1]}"'] if pieces[-1] else [])
    return "\n".join(['""', *lines])
