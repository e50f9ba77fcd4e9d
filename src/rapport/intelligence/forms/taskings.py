"""What somebody is asked to find out, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.choices import Ended, Method, Whom
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, text_field
from rapport.intelligence.forms.requirements import day_field
from rapport.register.values import PlaceValue


class TaskForm(DeskForm):
    """Whom, what for, by which means, within which limits, from when until when."""

    def __init__(self, *args: Any, places: Sequence[PlaceValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"] = forms.ChoiceField(
            label=_("Who is asked?"), choices=Whom.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        self.fields["place"] = forms.ChoiceField(
            label=_("A post: which?"),
            choices=[("", _("Choose …")), *((one.ref, one.label) for one in places)],
            required=False,
            error_messages=CHOOSE,
        )
        self.fields["office"] = text_field(
            label=_("A unit or a partner: the name of the office"), longest=rules.LONGEST_OFFICE, required=False
        )
        self.fields["source"] = text_field(
            label=_("A source: the reference that the custodian gave you"),
            longest=20,
            required=False,
            help_text=_("Asked through the custodian, and only while there is an authorisation. No name is shown."),
        )
        self.fields["aim"] = text_field(label=_("What is to be found out?"), longest=rules.LONGEST_REASON)
        self.fields["method"] = forms.ChoiceField(
            label=_("By which means?"), choices=Method.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        self.fields["limits"] = text_field(
            label=_("What is not done for it?"),
            longest=rules.LONGEST_REASON,
            help_text=_("For example: nobody is followed, nobody is searched for this alone."),
        )
        self.fields["starts_on"] = day_field(_("From which day?"))
        self.fields["ends_on"] = day_field(_("Until which day?"))


class EndForm(DeskForm):
    """What came of it, or why it is cancelled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("How does it end?"), choices=Ended.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        self.fields["words"] = text_field(label=_("What came of it, or why?"), longest=rules.LONGEST_REASON)
