"""What stands on a page in a language: a story finds its buttons by these words, so that it is one text in four."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation


@dataclass(frozen=True)
class Words:
    """The words of the pages in one language, by how they stand in the source."""

    language: str

    def __call__(self, written: str, context: str = "", **values: str) -> str:
        """This text as a reader of the language sees it. A text that the catalogue does not have fails the story."""
        with translation.override(self.language):
            said = translation.pgettext(context, written) if context else translation.gettext(written)
        assert said != written or self.language == "en", f"not in the catalogue of {self.language}: {written}"
        return said % values if values else said
