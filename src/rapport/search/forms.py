"""The box, the days, a reason, a name to keep a search by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.interface.templatetags.words import TYPED
from rapport.search.rules import MOST_LETTERS, MOST_NAME
from rapport.search.values import FACETS, Search


class SearchForm(forms.Form):
    """What to look for. Everything may be left out."""

    words = forms.CharField(
        label=_("Words, a name, or a reference"),
        help_text=_("In any of the four languages. о у н stand for ө ү ң too."),
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": _("Fewer words, please: 200 letters at most.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    since = forms.DateField(
        label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    theme = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    grade = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    state = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("since") and typed.get("until") and typed["since"] > typed["until"]:
            self.add_error("until", _("This day lies before the first one. Change one of them."))
        return typed

    def search(self) -> Search:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        facets = {name: typed[name] for name in FACETS if typed.get(name)}
        return Search(" ".join(typed["words"].split()), facets, typed.get("since"), typed.get("until"))


@dataclass(frozen=True)
class Fields:
    """The fields of a form in which nothing was typed wrong: where the same stands in them they are put together once
    (`{% kept %}`). Of a search: its words, its days, and what it is narrowed to.
    """

    form: type[forms.Form]
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, search: Search) -> Fields:
        """As the form stands above what was found; its words are filled in last (`{% kept %}`)."""
        days = (("since", search.since), ("until", search.until))
        return cls(SearchForm, (("words", TYPED if search.words else ""), *days, *sorted(search.facets.items())))

    def __getitem__(self, name: str) -> object:
        form = self.form(initial=dict(self.values))
        return form.hidden_fields() if name == "hidden_fields" else form[name]


class ReasonForm(forms.Form):
    """For which case, and why, one searches with a protected word."""

    case = forms.CharField(
        label=_("Case"),
        help_text=_("Its reference or file number."),
        max_length=60,
        error_messages={"required": _("Say for which case."), "max_length": _("60 letters at most.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why this word is strictly necessary"),
        help_text=_("In a sentence. The inspector reads it."),
        max_length=300,
        min_length=15,
        error_messages={
            "required": _("Say why, in a sentence."),
            "min_length": _("Say a little more: a sentence that the inspector can follow."),
            "max_length": _("300 letters at most."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NameForm(forms.Form):
    """A name to keep a search by."""

    name = forms.CharField(
        label=_("Keep this search for 90 days, as"),
        max_length=MOST_NAME,
        error_messages={"required": _("Give it a name."), "max_length": _("60 letters at most.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
