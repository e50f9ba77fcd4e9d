"""What people type about their signature: a passphrase, never shown and never kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.signing import SHORTEST_PASSPHRASE

LONGEST_PASSPHRASE = 200


def _passphrase(label: Any, *, complete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": complete, "spellcheck": "false", "class": "govuk-input"}),
        error_messages={"required": _("Type your passphrase."), "max_length": _("That is too long for a passphrase.")},
    )


class MakeSignature(forms.Form):
    """A new passphrase, twice."""

    passphrase = _passphrase(
        _("A passphrase for your signature"),
        complete="new-password",
        help_text=_("Four or five words that only you put together. Nobody can give it back to you, nor see it."),
    )
    again = _passphrase(_("The same passphrase again"), complete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned = super().clean() or {}
        if "passphrase" in cleaned and "again" in cleaned and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same. Type them once more."))
        return cleaned

    def too_weak(self) -> None:
        """Say that the passphrase is too weak."""
        self.add_error(
            "passphrase",
            _("Take at least %(least)d letters, and different ones.") % {"least": SHORTEST_PASSPHRASE},
        )


class Sign(forms.Form):
    """One's own passphrase, to sign."""

    passphrase = _passphrase(_("The passphrase of your signature"), complete="off")

    def wrong(self) -> None:
        """Say that the passphrase does not open the key."""
        self.add_error("passphrase", _("This passphrase does not open your signature. Nothing was signed."))

    def wait(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error(
            "passphrase", _("Too many wrong passphrases. Try again in %(minutes)d minutes.") % {"minutes": minutes}
        )
