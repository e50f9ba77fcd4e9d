"""What is typed to let a label name an organisation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.forms.controls import DeskForm, text_field
from rapport.intelligence.services.allowed import LONGEST_CITATION


class OrganisationForm(DeskForm):
    """The name, the judgment or law that names it, and why a label needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"] = text_field(
            label=_("Name of the organisation, as the judgment or law has it"), longest=rules.LONGEST_LABEL
        )
        self.fields["cites"] = text_field(
            label=_("Which judgment or law names it?"),
            longest=LONGEST_CITATION,
            help_text=_("Court, date and number, or law and article."),
        )
        self.fields["reason"] = text_field(
            label=_("Why does a label need this name?"),
            longest=rules.LONGEST_REASON,
            help_text=_("Say what was done, or where, instead, if that is enough. Nobody is laid there for a belief."),
        )
