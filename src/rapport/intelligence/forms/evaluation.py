"""A graded item from a report, and the end of the report's evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.choices import Category, Kind, Obtained
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, axis_field, cards_field, language, text_field
from rapport.intelligence.grading import Axis, scheme_in_use
from rapport.intelligence.inputs import PersonInput
from rapport.intelligence.wording import SENTENCES
from rapport.reporting.phrases import agreed
from rapport.reporting.values import ReportValue

NOT_NAMED = "none"
KIND_HINTS: dict[str, Promise] = {
    Kind.SEEN.value: _("the officer is the source"),
    Kind.TOLD.value: _("whoever told it is the source"),
}
WHY: dict[str, Promise] = {
    "source": _("Why this grade of the source?"),
    "information": _("Why this grade of the information?"),
}


class ItemForm(DeskForm):
    """One item of a report. Only what the report holds can be chosen; no choice is made beforehand."""

    def __init__(self, *args: Any, report: ReportValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        self.scheme = scheme_in_use()
        self.fields["kind"] = self._kind_field()
        self.fields["text"] = text_field(
            label=_("Sanitised wording"),
            longest=rules.LONGEST_TEXT,
            rows=4,
            help_text=_(
                "Leave out who saw it or told it, the post and the exact minute. Could somebody guess the source?"
            ),
        )
        for axis in self.scheme.axes:
            self.fields[axis.name] = axis_field(axis, label=AXIS_LABELS[axis.name])
            if axis.name != "handling":
                self.fields[f"{axis.name}_reason"] = text_field(label=WHY[axis.name], longest=rules.LONGEST_REASON)
        self.fields["conditions"] = text_field(
            label=_("Which restrictions?"), longest=rules.LONGEST_REASON, required=False
        )
        self.fields["obtained"] = forms.ChoiceField(
            label=_("How was it obtained?"), choices=Obtained.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        for person in report.people:
            self.fields[f"who_{person.ref}"] = forms.ChoiceField(
                label=person.label,
                choices=[("", _("Choose …")), (NOT_NAMED, _("Not in this item")), *Category.choices],
                error_messages=CHOOSE,
            )
            self.fields[f"grounds_{person.ref}"] = text_field(
                label=_("On which grounds suspected?"), longest=rules.LONGEST_REASON, required=False
            )

    def _kind_field(self) -> forms.ChoiceField:
        texts = {Kind.SEEN: self.report.seen, Kind.TOLD: self.report.told}
        kinds = [(kind.value, kind.label) for kind in Kind if texts[kind].strip()]
        return cards_field(kinds, label=_("What is it made of?"), hints=KIND_HINTS)

    @property
    def axes(self) -> list[tuple[Axis, BoundField, BoundField | None]]:
        """Each axis with its field and the field of its reason."""
        return [
            (axis, self[axis.name], self[f"{axis.name}_reason"] if f"{axis.name}_reason" in self.fields else None)
            for axis in self.scheme.axes
        ]

    @property
    def scheme_name(self) -> str:
        """The scheme as the page names it."""
        return self.scheme.name.get(language().split("-")[0], self.scheme.id)

    @property
    def people(self) -> Iterator[tuple[BoundField, BoundField]]:
        """For each person of the report who the person is to the item, and on which grounds."""
        for person in self.report.people:
            yield self[f"who_{person.ref}"], self[f"grounds_{person.ref}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for person in self.report.people:
            suspected = cleaned.get(f"who_{person.ref}") == Category.SUSPECTED.value
            if suspected and not cleaned.get(f"grounds_{person.ref}", "").strip():
                self.add_error(f"grounds_{person.ref}", str(SENTENCES["state_grounds"]))
        return cleaned

    def fields_of_item(self) -> dict[str, Any]:
        """What `services.evaluate` is given."""
        given = self.cleaned_data
        names = [
            "kind",
            "text",
            "source",
            "source_reason",
            "information",
            "information_reason",
            "obtained",
            "conditions",
        ]
        people = [
            PersonInput(person.ref, given[f"who_{person.ref}"], given[f"grounds_{person.ref}"])
            for person in self.report.people
            if given[f"who_{person.ref}"] != NOT_NAMED
        ]
        return {**{name: given[name] for name in names}, "handling": given.get("handling", ""), "people": people}


AXIS_LABELS: dict[str, Promise] = {
    "source": _("Source"),
    "information": _("Information"),
    "handling": _("Handling"),
}


class FinishForm(DeskForm):
    """What the officer who wrote is told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phrase"] = forms.ChoiceField(
            label=_("What the officer is told"),
            choices=[(code, phrase.in_language(language().split("-")[0])) for code, phrase in agreed().items()],
            widget=forms.RadioSelect,
            error_messages=CHOOSE,
        )


class ReturnForm(DeskForm):
    """A question to the officer who wrote."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"] = text_field(
            label=_("What do you need to know?"),
            longest=400,
            rows=4,
            help_text=_("The officer reads these words. Show nothing of what others reported."),
        )
