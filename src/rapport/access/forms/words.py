"""The one field that several forms share: a passphrase, never shown and never kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.passphrases import LONGEST


def passphrase(label: Any, *, complete: str, help_text: Any = "") -> forms.CharField:
    """A field for a passphrase; `complete` tells the browser which one it is."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": complete, "spellcheck": "false", "class": "govuk-input"}),
        error_messages={"required": _("Type your passphrase."), "max_length": _("That is too long for a passphrase.")},
    )


class Twice(forms.Form):
    """A form with a new passphrase that is typed twice, as `passphrase` and `again`."""

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned = super().clean() or {}
        if "passphrase" in cleaned and "again" in cleaned and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same. Type them once more."))
        return cleaned
