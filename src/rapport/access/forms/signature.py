"""What people type about their signature: a passphrase, never shown and never kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.forms import words
from rapport.access.models import Decline
from rapport.access.signing import SHORTEST_PASSPHRASE

WHY_NOT = {
    Decline.Reason.NEEDLESS.value: _("It is not necessary"),
    Decline.Reason.TOO_WIDE.value: _("It goes further than it has to"),
    Decline.Reason.WRONG.value: _("Something in it is wrong"),
    Decline.Reason.UNCLEAR.value: _("I do not understand what it is for"),
    Decline.Reason.TOO_CLOSE.value: _("I am too close to it: somebody else should decide"),
}
"""Why a colleague does not sign, in agreed phrases; the rest is said in person."""


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


class SayNo(forms.Form):
    """Why one does not sign."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=[*WHY_NOT.items()],
        widget=forms.RadioSelect,
        help_text=_("Whoever asked reads your name and this reason, and so does whoever is asked again."),
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
