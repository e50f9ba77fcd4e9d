"""A graded item from a report, and the end of the report's evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.access.colleagues import Colleague
from rapport.access.compartments import Cleared
from rapport.intelligence import rules
from rapport.intelligence.choices import Category, Kind, Mentioned, Obtained, Reach
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, axis_field, cards_field, language, text_field
from rapport.intelligence.grading import Axis, Scheme, said_in, scheme_in_use, schemes
from rapport.intelligence.inputs import GradeInput, PersonInput
from rapport.intelligence.themes import themes
from rapport.intelligence.wording import SENTENCES
from rapport.register.mentions import Mention
from rapport.reporting.kinds import PassedTo
from rapport.reporting.phrases import agreed
from rapport.reporting.values import ReportValue

NOT_NAMED = "none"
EVERYBODY = "none"
KIND_HINTS: dict[str, Promise] = {
    Kind.SEEN.value: _("the officer is the source"),
    Kind.TOLD.value: _("whoever told it is the source"),
}
WHY: dict[str, Promise] = {
    "source": _("Why this grade of the source?"),
    "information": _("Why this grade of the information?"),
}


def axes_fields(scheme: Scheme) -> dict[str, forms.Field]:
    """The axes of a scheme with the reasons of each, and the conditions of its handling codes."""
    fields: dict[str, forms.Field] = {}
    for axis in scheme.axes:
        fields[axis.name] = axis_field(axis, label=AXIS_LABELS[axis.name])
        if axis.name != "handling":
            fields[f"{axis.name}_reason"] = text_field(label=WHY[axis.name], longest=rules.LONGEST_REASON)
    fields["conditions"] = text_field(label=_("Which restrictions?"), longest=rules.LONGEST_REASON, required=False)
    return fields


class GradedForm(DeskForm):
    """A form with the axes of one scheme. `scheme_id` goes along, so that letters keep their meaning."""

    scheme: Scheme

    def grade_by(self, scheme: Scheme) -> None:
        """Ask for the axes of this scheme."""
        self.scheme = scheme
        self.fields.update(axes_fields(scheme))
        self.fields["scheme_id"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=scheme.id)

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
    def other_schemes(self) -> list[tuple[str, str]]:
        """Schemes that one may grade by instead: for what a partner graded."""
        return [(one.id, said_in(one.name, language())) for one in schemes().values() if one.id != self.scheme.id]

    def grade(self) -> GradeInput:
        """What was given on each axis."""
        given = self.cleaned_data
        return GradeInput(
            given["source"],
            given["source_reason"],
            given["information"],
            given["information_reason"],
            given.get("handling", ""),
            given["conditions"],
        )


class ItemForm(GradedForm):
    """One item of a report. Only what the report holds can be chosen; no choice is made beforehand.

    `usual` is the scheme of the prison, offered with no code of it chosen; `scheme` another that was asked for.
    `compartments` are those for which the evaluator is cleared; whose posting is cleared for none is not asked.
    `suggested` are people whom the text may mean besides those of the report; `sensitive` words that it mentions.
    """

    def __init__(
        self,
        *args: Any,
        report: ReportValue,
        scheme: Scheme | None = None,
        suggested: Sequence[Mention] = (),
        sensitive: Sequence[str] = (),
        compartments: Sequence[Cleared] = (),
        usual: Scheme | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        more = {person.ref: person for one in suggested for person in one.people}
        own = {person.ref: person for person in report.people}
        self.named = [*own.values(), *(person for ref, person in more.items() if ref not in own)]
        self.fields["kind"] = self._kind_field()
        self.fields["text"] = text_field(
            label=_("Sanitised wording"),
            longest=rules.LONGEST_TEXT,
            rows=4,
            help_text=_(
                "Leave out who saw it or told it, the post and the exact minute. Could somebody guess the source?"
            ),
        )
        if sensitive:
            self.fields["necessity"] = text_field(
                label=_("Which behaviour, and why is the mention strictly necessary?"),
                longest=rules.LONGEST_REASON,
                required=False,
                help_text=_(
                    "The report mentions: %(words)s. Would you write it of somebody of another faith, or none? "
                    "Leave it out of the wording, and nothing is asked."
                )
                % {"words": ", ".join(sensitive)},
            )
        self.grade_by(scheme or usual or scheme_in_use())
        self.usual = self.scheme == (usual or scheme_in_use())
        self.fields["themes"] = forms.MultipleChoiceField(
            label=_("What is it about?"),
            choices=[(code, said_in(theme.words, language())) for code, theme in themes().items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages=CHOOSE,
        )
        self.fields["obtained"] = forms.ChoiceField(
            label=_("How was it obtained?"), choices=Obtained.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        if compartments:
            self.fields["compartment"] = forms.ChoiceField(
                label=_("Who may see it?"),
                choices=[
                    (EVERYBODY, _("Whoever its handling code lets")),
                    *((one.ref, _("Only who is in %(label)s") % {"label": one.label}) for one in compartments),
                ],
                widget=forms.RadioSelect,
                error_messages=CHOOSE,
                help_text=_(
                    "Who is not in a compartment sees nothing of the item, nor of what rests on it; at the desk the "
                    "report is then shown only to who is."
                ),
            )
        for person in self.named:
            self.fields[f"who_{person.ref}"] = forms.ChoiceField(
                label=person.label,
                choices=[("", _("Choose …")), (NOT_NAMED, _("Not in this item")), *Category.choices],
                required=person.ref in own,
                error_messages=CHOOSE,
            )
            self.fields[f"grounds_{person.ref}"] = text_field(
                label=_("On which grounds suspected?"), longest=rules.LONGEST_REASON, required=False
            )
        self.fields["sure"] = forms.BooleanField(
            label=_("I have read this. Nobody can guess the source from the wording."), required=False
        )

    def _kind_field(self) -> forms.ChoiceField:
        texts = {Kind.SEEN: self.report.seen, Kind.TOLD: self.report.told}
        kinds = [(kind.value, kind.label) for kind in Kind if texts[kind].strip()]
        return cards_field(kinds, label=_("What is it made of?"), hints=KIND_HINTS)

    @property
    def people(self) -> Iterator[tuple[BoundField, BoundField]]:
        """For each person of the report who the person is to the item, and on which grounds."""
        for person in self.named:
            yield self[f"who_{person.ref}"], self[f"grounds_{person.ref}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for person in self.named:
            suspected = cleaned.get(f"who_{person.ref}") == Category.SUSPECTED.value
            if suspected and not cleaned.get(f"grounds_{person.ref}", "").strip():
                self.add_error(f"grounds_{person.ref}", str(SENTENCES["state_grounds"]))
        return cleaned

    def fields_of_item(self) -> dict[str, Any]:
        """What `services.evaluate` is given."""
        given = self.cleaned_data
        people = [
            PersonInput(person.ref, given[f"who_{person.ref}"], given[f"grounds_{person.ref}"])
            for person in self.named
            if given[f"who_{person.ref}"] not in {"", NOT_NAMED}
        ]
        return {
            **self.grade()._asdict(),
            **{name: given[name] for name in ("kind", "text", "obtained", "themes", "scheme_id")},
            "necessity": given.get("necessity", ""),
            "compartment": "" if (chosen := given.get("compartment", "")) == EVERYBODY else chosen,
            "people": people,
        }


class RegradeForm(GradedForm):
    """Another grade for an item from now on, and what changed."""

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grade_by(scheme)
        self.fields["why"] = text_field(
            label=_("What changed?"),
            longest=rules.LONGEST_REASON,
            help_text=_("The grades before this one stay as they are, with their dates."),
        )


class PermitForm(DeskForm):
    """How far an item may go beyond its handling code, why, and until when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"] = forms.ChoiceField(
            label=_("How far may it go?"),
            choices=[
                (Reach.SERVICE.value, _("To everybody of this prison service who works with items")),
                (Reach.PARTNERS.value, _("To partners, by law")),
            ],
            widget=forms.RadioSelect,
            error_messages=CHOOSE,
        )
        self.fields["reason"] = text_field(label=_("Why?"), longest=rules.LONGEST_REASON)
        self.fields["days"] = forms.IntegerField(
            label=_("For how many days?"),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"required": SENTENCES["days"], "invalid": SENTENCES["days"]},
        )


class MoveForm(DeskForm):
    """In which compartment an item lies from now on, and why. `lies_in` is the one in which it lies, "" for none."""

    def __init__(self, *args: Any, compartments: Sequence[Cleared], lies_in: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(one.ref, _("Only who is in %(label)s") % {"label": one.label}) for one in compartments]
        everywhere = [(EVERYBODY, _("Everybody at the desk")), *others]
        self.fields["compartment"] = forms.ChoiceField(
            label=_("Who is to know of it?"),
            choices=[one for one in everywhere if one[0] != (lies_in or EVERYBODY)],
            widget=forms.RadioSelect,
            error_messages=CHOOSE,
            help_text=_(
                "Who is not in the compartment sees nothing of the item any more, nor of a link, a note or a decision "
                "that rests on it; at the desk the report closes too. Whoever read it before has read it."
            ),
        )
        self.fields["reason"] = text_field(label=_("Why?"), longest=rules.LONGEST_REASON)

    def chosen(self) -> str:
        """The compartment, "" for none."""
        chosen: str = self.cleaned_data["compartment"]
        return "" if chosen == EVERYBODY else chosen


AXIS_LABELS: dict[str, Promise] = {
    "source": _("Source"),
    "information": _("Information"),
    "handling": _("Handling"),
}


class FinishForm(DeskForm):
    """What the officer who wrote is told; and, where the report mentions what no item keeps, that it was left out."""

    def __init__(self, *args: Any, mentions: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mentions:
            self.fields["mention"] = forms.ChoiceField(
                label=_("The report mentions: %(words)s") % {"words": ", ".join(mentions)},
                choices=[(Mentioned.LEFT_OUT.value, Mentioned.LEFT_OUT.label)],
                widget=forms.RadioSelect,
                required=False,
                help_text=_("If it must stand, an item says which behaviour and why. If not, say so here."),
            )
        self.fields["phrase"] = forms.ChoiceField(
            label=_("What the officer is told"), choices=_phrases(), widget=forms.RadioSelect, error_messages=CHOOSE
        )


def _phrases() -> list[tuple[str, str]]:
    return [(code, phrase.in_language(language().split("-")[0])) for code, phrase in agreed().items()]


class TellForm(DeskForm):
    """The same where a report leaves the queue by a side exit: one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phrase"] = forms.ChoiceField(
            label=_("What the officer is told"),
            choices=[("", _("Choose …")), *_phrases()],
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


class PassOnForm(TellForm):
    """Whom a report is for that is not for intelligence, and what they need to know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["road"] = forms.ChoiceField(
            label=_("Who is it for?"), choices=PassedTo.choices, widget=forms.RadioSelect, error_messages=CHOOSE
        )
        self.fields["words"] = text_field(
            label=_("What they need to know"),
            longest=1000,
            rows=4,
            help_text=_("They read these words. Leave out who wrote it and who told it."),
        )
        self.order_fields(["road", "words", "phrase"])


class DuplicateForm(TellForm):
    """Of which other report this one is a duplicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = text_field(
            label=_("Reference of the other report"),
            longest=20,
            help_text=_("Both are kept. Nothing of this one is lost. The officer is not told that there is another."),
        )
        self.order_fields(["other", "phrase"])


class HandOverForm(DeskForm):
    """To whom at the desk a report is handed over."""

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(
            label=_("Hand over to"),
            choices=[("", _("Choose …")), *((one.ref, one.name) for one in colleagues)],
            error_messages=CHOOSE,
        )
