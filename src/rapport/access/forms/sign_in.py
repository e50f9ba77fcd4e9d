"""What somebody types to come in: number and passphrase, a code, a passphrase of their own."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.access.forms import words
from rapport.access.passphrases import SHORTEST

WEAK: dict[str, str | Promise] = {
    "short": _("Take at least %(least)d letters: four or five words are easy to keep in mind."),
    "dull": _("Take more different letters: four or five words are easy to keep in mind."),
    "common": _("This passphrase is on the lists that thieves try first. Take words that only you put together."),
    "about_you": _("Leave your name and your number out of it: they are tried first."),
}


class SignIn(forms.Form):
    """Number and passphrase."""

    number = forms.CharField(
        label=_("Staff number"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "characters"}
        ),
        error_messages={
            "required": _("Type your staff number."),
            "max_length": _("That is too long for a staff number."),
        },
    )
    passphrase = words.passphrase(
        _("Passphrase"),
        complete="current-password",
        help_text=_("The first time, or after a reset: the one-time code that you were given."),
    )

    def wrong(self) -> None:
        """Say that the two do not belong together, and not which of them is wrong."""
        self.add_error("passphrase", _("This number and this passphrase do not belong together. Type both once more."))

    def resting(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error("passphrase", _rest(minutes))


class Code(forms.Form):
    """A code of six figures from the app, or a recovery code of eight."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages={"required": _("Type the code."), "max_length": _("That is too long for a code.")},
    )

    def wrong(self) -> None:
        """Say that it is not right."""
        self.add_error("code", _("This code is not right, or it was used before. Wait for the next one and type that."))

    def resting(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error("code", _rest(minutes))


class ChoosePassphrase(words.Twice):
    """A passphrase of one's own, twice."""

    passphrase = words.passphrase(
        _("Your passphrase"),
        complete="new-password",
        help_text=_("Four or five words that only you put together. Not the passphrase of your signature."),
    )
    again = words.passphrase(_("The same passphrase again"), complete="new-password")

    def weak(self, code: str) -> None:
        """Say why it will not do."""
        text = str(WEAK[code])
        self.add_error("passphrase", text % {"least": SHORTEST} if code == "short" else text)


class ChangePassphrase(ChoosePassphrase):
    """The present passphrase, and a new one twice."""

    present = words.passphrase(_("Your present passphrase"), complete="current-password")
    field_order = ("present", "passphrase", "again")

    def wrong(self) -> None:
        """Say that the present one is not right."""
        self.add_error("present", _("This is not your present passphrase. Nothing was changed."))

    def resting(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error("present", _rest(minutes))


class Unlock(forms.Form):
    """One's passphrase, to go on."""

    passphrase = words.passphrase(_("Passphrase"), complete="current-password")

    def wrong(self) -> None:
        """Say that it does not open the seat."""
        self.add_error("passphrase", _("This passphrase does not unlock the desk. Type it once more."))

    def resting(self, minutes: int) -> None:
        """Say that it must wait."""
        self.add_error("passphrase", _rest(minutes))


class Confirm(Unlock):
    """One's passphrase, before something changes about how one signs in."""

    def wrong(self) -> None:
        """Say that it is not right."""
        self.add_error("passphrase", _("This is not your present passphrase. Nothing was changed."))


class AddPasskey(Confirm):
    """What a new passkey is called, and one's passphrase."""

    name = forms.CharField(
        label=_("What it is called"),
        max_length=40,
        error_messages={
            "required": _("Type what it is called."),
            "max_length": _("That is too long. Say it in fewer words."),
        },
    )
    field_order = ("name", "passphrase")

    def refused(self) -> None:
        """Say that what the browser answered will not do."""
        self.add_error("name", _("The passkey was not taken. Try again, or go on with a code."))


def _rest(minutes: int) -> str:
    return _("Too many tries. Wait %(minutes)d minutes, then type it once more.") % {"minutes": minutes}
