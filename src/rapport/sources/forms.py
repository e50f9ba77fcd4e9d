"""What is typed in this room: a reason to open, passphrases that are never shown again, days of the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.holders import Holder
from rapport.sources.services.opening import MOST_LETTERS

DAY = "%Y-%m-%d"


def _passphrase(label: Any, *, help_text: Any = "", complete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": complete, "spellcheck": "false", "class": "govuk-input"}),
        error_messages={"required": _("Type the passphrase."), "max_length": _("That is too long for a passphrase.")},
    )


class AskForm(forms.Form):
    """Why somebody has to know who told it."""

    reason = forms.CharField(
        label=_("Why must you know who told it?"),
        help_text=_("Two people read this before they sign. Do not guess here who it was."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why. Nothing is opened without a reason."),
            "max_length": _("This is %(show_value)s letters long; %(limit_value)s are enough."),
        },
    )


class KeyForm(forms.Form):
    """Two custodians at one desk, each with a passphrase of their own."""

    second = forms.ChoiceField(
        label=_("The second custodian, who sits beside you"),
        error_messages={
            "required": _("Choose who holds the key with you."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    passphrase = _passphrase(
        _("Your passphrase"),
        help_text=_("Four or five words that only you put together. The other custodian looks away."),
        complete="new-password",
    )
    second_passphrase = _passphrase(
        _("The second custodian's passphrase"),
        help_text=_("Now you look away. Without both, nothing can ever be opened."),
        complete="new-password",
    )

    def __init__(self, *args: Any, holders: Iterable[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second"].choices = [("", _("Choose")), *((one.ref, one.name) for one in holders)]  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """Both holders' passphrases."""

    first = _passphrase(_("The first custodian's passphrase"))
    second = _passphrase(_("The second custodian's passphrase"))


class FindForm(forms.Form):
    """The reference of an origin, as somebody read it out."""

    ref = forms.CharField(
        label=_("Reference of an origin"),
        help_text=_("It stands in a report beside what somebody told."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}),
        error_messages={"required": _("Type the reference.")},
    )


class DayForm(forms.Form):
    """A day to come."""

    on = forms.DateField(
        label=_("Day"),
        input_formats=[DAY, "%d.%m.%Y"],
        widget=forms.DateInput(format=DAY, attrs={"type": "date"}),
        error_messages={
            "required": _("Say on which day."),
            "invalid": _("This is no day of the calendar. Write it as day, month, year."),
        },
    )
