"""What is typed about what cannot wait: the duty roster, offices outside, a notice to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.holders import Holder
from rapport.reporting.forms import DAY, SAID, moment
from rapport.reporting.rules import Finding

CHOOSE = {"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")}


class RosterForm(forms.Form):
    """Somebody put on the duty roster."""

    posting = forms.ChoiceField(
        label=_("Who"),
        error_messages=CHOOSE,
    )
    place = forms.IntegerField(
        label=_("Called as number"),
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={
            "required": _("Say in which order: 1 is called first."),
            "invalid": _("Write a number from 1 to 20."),
            "min_value": _("Write a number from 1 to 20."),
            "max_value": _("Write a number from 1 to 20."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        error_messages={"required": _("Write the telephone."), "max_length": _("That is too long for a telephone.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "govuk-input--width-20"}),
    )
    until = forms.DateField(
        label=_("Until the end of this day"),
        help_text=_("Left empty: until you take them off."),
        required=False,
        input_formats=[DAY, "%d.%m.%Y"],
        widget=forms.DateInput(format=DAY, attrs={"type": "date"}),
        error_messages={"invalid": _("This is no day of the calendar. Write it as day, month, year.")},
    )

    def __init__(self, *args: object, holders: Iterable[Holder], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", _("Choose")), *((one.posting_ref, one.name) for one in holders)]
        self.fields["posting"].choices = choices  # type: ignore[attr-defined]

    def ends(self) -> datetime | None:
        """The moment after the last day, where the prison stands."""
        until = self.cleaned_data.get("until")
        return moment(until, time(23, 59, 59)) if until else None


class RecipientForm(forms.Form):
    """An office outside that two people are to allow."""

    name = forms.CharField(
        label=_("Office"),
        max_length=80,
        error_messages={"required": _("Nothing is written yet."), "max_length": _("This is too long.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        error_messages={"required": _("Write the telephone."), "max_length": _("That is too long for a telephone.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "govuk-input--width-20"}),
    )


class NoticeForm(forms.Form):
    """What an office outside is told."""

    recipient = forms.ChoiceField(
        label=_("To"),
        error_messages=CHOOSE,
    )
    where = forms.CharField(
        label=_("Where"),
        max_length=80,
        error_messages={"required": _("Nothing is written yet."), "max_length": _("This is too long.")},
    )
    protection = forms.CharField(
        label=_("What protection do you ask for?"),
        help_text=_("Not who told it, and nothing by which they could be guessed."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nothing is written yet."), "max_length": _("This is too long.")},
    )

    def __init__(self, *args: object, recipients: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["recipient"].choices = [("", _("Choose")), *recipients]  # type: ignore[attr-defined]

    def explain(self, findings: Iterable[Finding]) -> None:
        """Say beside each field why the notice was not sent."""
        for finding in findings:
            self.add_error(finding.field if finding.field in self.fields else None, str(SAID[finding.code]))
