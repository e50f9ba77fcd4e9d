"""What people type about their signature: a passphrase, never shown and never kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.forms import words
from rapport.access.signing import SHORTEST_PASSPHRASE


class MakeSignature(words.Twice):
    """A new passphrase, twice."""

    passphrase = words.passphrase(
        _("A passphrase for your signature"),
        complete="new-password",
        help_text=_("Four or five words that only you put together. Nobody can give it back to you, nor see it."),
    )
    again = words.passphrase(_("The same passphrase again"), complete="new-password")

    def too_weak(self) -> None:
        """Say that the passphrase is too weak."""
        self.add_error(
            "passphrase",
            _("Take at least %(least)d letters, and different ones.") % {"least": SHORTEST_PASSPHRASE},
        )


class Sign(forms.Form):
    """One's own passphrase, to sign."""

    passphrase = words.passphrase(_("The passphrase of your signature"), complete="off")

    def wrong(self) -> None:
        """Say that the passphrase does not open the key."""
        self.add_error("passphrase", _("This passphrase does not open your signature. Nothing was signed."))

    def wait(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error(
            "passphrase", _("Too many wrong passphrases. Try again in %(minutes)d minutes.") % {"minutes": minutes}
        )
