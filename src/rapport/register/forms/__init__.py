"""What is typed on the pages of the register. No choice is made beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.interface.forms import ChoiceCards, SearchBox
from rapport.register.models import OtherName, ProtectedOffice
from rapport.register.rules import LONGEST_REASON, NotRegistered
from rapport.register.wording import SENTENCES, sentence

CHOOSE = {"required": SENTENCES["choose"], "invalid_choice": SENTENCES["choose"]}
DAY = {"required": SENTENCES["day"], "invalid": SENTENCES["day"]}


class RegisterForm(forms.Form):
    """A form that can be told what the service refused."""

    told: dict[str, str] = {}

    def tell(self, refusal: NotRegistered) -> None:
        """Put the refusal beside its field, or above the form."""
        field = self.told.get(refusal.code, "")
        self.add_error(field if field in self.fields else None, sentence(refusal))


def _reason(label: Any, *, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": SENTENCES["no_reason"], "max_length": SENTENCES["reason_too_long"]},
    )


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "rap-day"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=DAY,
        **kwargs,
    )


REASON = {"no_reason": "reason", "reason_too_long": "reason", "protected_word": "reason"}


class FindForm(forms.Form):
    """The search box for people."""

    q = forms.CharField(
        label=_("Find a person"),
        help_text=_("Name in either script, nickname, service number, or cell. Spelling need not be exact."),
        required=False,
        max_length=120,
        widget=SearchBox(),
    )


class OtherNameForm(RegisterForm):
    """Another name by which somebody is known."""

    told = {
        "no_name": "written",
        "name_too_long": "written",
        "protected_word": "written",
        "unknown_kind": "kind",
    }
    kind = forms.ChoiceField(
        label=_("What kind of name is it?"),
        choices=OtherName.Kind.choices,
        widget=ChoiceCards(
            hints={"alias": _("a name that he or she has given"), "nickname": _("what others call him or her")}
        ),
        error_messages=CHOOSE,
    )
    written = forms.CharField(
        label=_("As it is written or said"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": SENTENCES["no_name"], "max_length": SENTENCES["name_too_long"]},
    )


class TieForm(RegisterForm):
    """What is said of two people."""

    told = {**REASON, "review_out_of_bounds": "review_on", "unknown_kind": "kind"}
    kind = forms.ChoiceField(
        label=_("What do you say of the two?"),
        choices=[("non_association", _("Keep apart")), ("association", _("Go about together"))],
        widget=ChoiceCards(
            hints={
                "non_association": _("every officer on the spot sees it"),
                "association": _("for the intelligence desk and the governor"),
            }
        ),
        error_messages=CHOOSE,
    )
    reason = _reason(_("Why?"), help_text=_("What was seen or agreed. One or two sentences."))
    review_on = _day(_("Decide again on"), help_text=_("Within 180 days."))


class KeepTieForm(RegisterForm):
    """That it stands, at its review."""

    told = {**REASON, "review_out_of_bounds": "review_on"}
    reason = _reason(_("Why does it still stand?"))
    review_on = _day(_("Decide again on"))


class EndForm(RegisterForm):
    """Why something is taken back."""

    told = REASON
    reason = _reason(_("Why is it taken back?"))


class SameForm(RegisterForm):
    """Why two records are one person's."""

    told = REASON
    reason = _reason(
        _("Why are the two records one person?"),
        help_text=_("For example: same fingerprints, his own word, the same court file."),
    )


class MoveForm(RegisterForm):
    """Into which cell."""

    told = {"no_such_cell": "cell"}

    def __init__(self, *args: Any, cells: Iterable[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"] = forms.ChoiceField(
            label=_("New cell"), choices=[("", _("Choose …")), *cells], error_messages=CHOOSE
        )


class ProtectedForm(RegisterForm):
    """Somebody in a protected role."""

    told = {
        "no_family_name": "family_name",
        "name_too_long": "family_name",
        "unknown_kind": "office",
        "ends_in_the_past": "ends",
    }
    office = forms.ChoiceField(
        label=_("In which role?"),
        choices=[("", _("Choose …")), *ProtectedOffice.choices],
        error_messages=CHOOSE,
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=60,
        error_messages={"required": SENTENCES["no_family_name"], "max_length": SENTENCES["name_too_long"]},
    )
    given_names = forms.CharField(
        label=_("Given names"),
        max_length=80,
        required=False,
        error_messages={"max_length": SENTENCES["name_too_long"]},
    )
    family_name_cyrillic = forms.CharField(
        label=_("Family name in Cyrillic"),
        max_length=60,
        required=False,
        error_messages={"max_length": SENTENCES["name_too_long"]},
    )
    given_names_cyrillic = forms.CharField(
        label=_("Given names in Cyrillic"),
        max_length=80,
        required=False,
        error_messages={"max_length": SENTENCES["name_too_long"]},
    )
    ends = _day(_("Last day, if it is known"), required=False)

    def __init__(self, *args: Any, establishments: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(establishments)
        if len(places) > 1:
            self.fields["establishment"] = forms.ChoiceField(
                label=_("Where?"), choices=[("", _("Choose …")), *places], error_messages=CHOOSE
            )
