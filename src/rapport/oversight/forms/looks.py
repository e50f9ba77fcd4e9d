"""What the inspector narrows the page to, and the reason for reading content from it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.access.roll import Colleague
from rapport.ledger.looks import Asked
from rapport.ledger.references import normalise
from rapport.oversight.words import CHOICES


class LooksForm(forms.Form):
    """Who, about which record, on which day, what was done. Everything may be left out."""

    staff = forms.ChoiceField(label=_("Who"), required=False)
    record = forms.CharField(
        label=_("Reference of a record"),
        required=False,
        max_length=16,
        error_messages={"max_length": _("A reference has eight letters and digits.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    operation = forms.ChoiceField(label=_("What was done"), required=False, choices=CHOICES)

    def __init__(self, *args: object, staff: Sequence[Colleague], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = [("", _("Anybody")), *((one.ref, one.name) for one in staff)]
        self.fields["staff"] = forms.ChoiceField(label=_("Who"), required=False, choices=people)

    def asked(self, *, before: int | None) -> Asked:
        """What was chosen, once it is valid."""
        typed = self.cleaned_data
        return Asked(
            staff=typed["staff"],
            record=normalise(typed["record"]) if typed["record"] else "",
            day=typed["day"],
            operation=typed["operation"],
            before=before,
        )


class ReadForm(forms.Form):
    """Why content is read."""

    reason = forms.CharField(
        label=_("Why do you read it?"),
        help_text=_("In a sentence. It is kept with your name."),
        min_length=15,
        max_length=180,
        error_messages={
            "required": _("Say why, in a sentence."),
            "min_length": _("Say a little more: a sentence that another inspector can follow."),
            "max_length": _("180 letters at most."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
