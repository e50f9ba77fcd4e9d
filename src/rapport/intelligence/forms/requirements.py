"""What the desk of a prison needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, text_field
from rapport.register.values import PlaceValue

DAY = {
    "required": _("Write a day."),
    "invalid": _("This is no day of the calendar. Write it as day, month, year."),
}


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, as a browser gives it or as people write it."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=DAY,
    )


class RequirementForm(DeskForm):
    """A question without a name, why it is asked, where, by when, and when it lapses."""

    def __init__(self, *args: Any, places: Sequence[PlaceValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"] = text_field(
            label=_("What do you need to know?"),
            longest=rules.LONGEST_QUESTION,
            help_text=_("Ask what happens, and where. No names: officers look at a place, they watch nobody."),
        )
        self.fields["why"] = text_field(label=_("Why is it needed?"), longest=rules.LONGEST_REASON)
        self.fields["posts"] = forms.MultipleChoiceField(
            label=_("Where is it asked? Nothing ticked means everywhere"),
            choices=[(one.ref, one.label) for one in places],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=CHOOSE,
        )
        self.fields["due_on"] = day_field(_("By when?"))
        self.fields["ends_on"] = day_field(_("When does the question lapse?"))
