"""What is decided at a review, with its reasons and its days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.oversight.services.keeping import MOST_LAW, MOST_LETTERS

DAY = "%Y-%m-%d"
TOO_LONG = _("This is %(show_value)s letters long; %(limit_value)s are enough.")


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=[DAY, "%d.%m.%Y"],
        widget=forms.DateInput(format=DAY, attrs={"type": "date"}),
        error_messages={
            "required": _("Say on which day."),
            "invalid": _("This is no day of the calendar. Write it as day, month, year."),
        },
    )


def _reason(label: Any, help_text: Any = "", *, most: int = MOST_LETTERS, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Say why, in a sentence."), "max_length": TOO_LONG},
    )


class KeepForm(forms.Form):
    """Keep it, for a reason, and look again on a day."""

    prefix = "keep"
    reason = _reason(_("Why must it be kept?"), _("What it is still needed for, not what it says."))
    until = _day(_("Look at it again on"))


class ReasonForm(forms.Form):
    """A reason alone: to restrict, to lift, to ask."""

    reason = _reason(_("Why?"), _("Do not repeat here what it says."))


class HoldForm(forms.Form):
    """A legal hold."""

    prefix = "hold"
    why = _reason(_("Why must nothing of it go?"), _("Do not repeat here what it says."))
    law = forms.CharField(
        label=_("By which law or order"),
        help_text=_("The article, the court and the number of the case."),
        max_length=MOST_LAW,
        error_messages={"required": _("Name the law or the order."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    held_until = _day(_("Until"))


class SureForm(forms.Form):
    """That somebody has read what goes."""

    prefix = "erase"
    sure = forms.BooleanField(
        label=_("I have read what goes, and that nothing brings it back."),
        error_messages={"required": _("Read what goes with it, and say that you did.")},
    )
