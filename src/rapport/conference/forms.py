"""What a governor types: a decision with its measures, and the end of a decision. No choice is made beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.conference import rules
from rapport.conference.choices import About, Outcome
from rapport.conference.errors import Undecided
from rapport.conference.inputs import MeasureInput
from rapport.conference.wording import SENTENCES, sentence
from rapport.interface.forms import ChoiceCards
from rapport.register.values import PersonValue, PlaceValue

CHOOSE = {"required": SENTENCES["choose"], "invalid_choice": SENTENCES["choose"]}
DAY = {"required": SENTENCES["day"], "invalid": SENTENCES["day"]}
NAMES_OF_MEASURE = ("about", "person", "place", "what", "starts", "ends")


class GovernorForm(forms.Form):
    """A form that can be told what the service found wanting."""

    def tell(self, undecided: Undecided) -> None:
        """Put the finding beside its field, or above the form."""
        self.add_error(undecided.field if undecided.field in self.fields else None, sentence(undecided))


def _text(label: Any, *, longest: int = rules.LONGEST_TEXT, rows: int = 2, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": SENTENCES["too_long"]},
    )


def _day(label: Any, *, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "rap-day"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=DAY,
    )


class DecisionForm(GovernorForm):
    """A decision without its measures."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Outcome.choices,
        widget=ChoiceCards(
            hints={
                "act": _("something is done, for a time"),
                "ask_for_more": _("the desk finds out"),
                "no_action": _("a decision too"),
            }
        ),
        error_messages=CHOOSE,
    )
    grounds = _text(_("On which grounds?"), help_text=_("Software output alone is no ground."))
    necessity = _text(_("Why is it necessary?"))
    proportionality = _text(_("Why is it no more than proportionate?"))
    alternatives = _text(_("Which milder alternatives did you consider?"))
    review_on = _day(_("Review on"))
    ends_on = _day(_("Ends on, within 90 days"))

    def texts(self) -> dict[str, Any]:
        """What `services.decide` is given, without the measures."""
        return dict(self.cleaned_data)


class MeasureForm(GovernorForm):
    """A measure. One left wholly empty is none."""

    def __init__(self, *args: Any, people: Sequence[PersonValue], places: Sequence[PlaceValue], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})
        self.fields["what"] = _text(_("What is done?"), longest=rules.LONGEST_MEASURE)
        self.fields["about"] = forms.ChoiceField(
            label=_("Is it about a person or about the place?"),
            choices=About.choices,
            widget=ChoiceCards(
                hints={"person": _("one whom the note names"), "place": _("light, a rota, a bench, a visit")}
            ),
            error_messages=CHOOSE,
        )
        self.fields["person"] = forms.ChoiceField(
            label=_("Who?"),
            choices=[("", _("Choose …")), *((person.ref, person.label) for person in people)],
            required=False,
            error_messages=CHOOSE,
        )
        self.fields["place"] = forms.ChoiceField(
            label=_("Where?"),
            choices=[("", _("Choose …")), *((place.ref, place.label) for place in places)],
            required=False,
            error_messages=CHOOSE,
        )
        self.fields["starts"] = _day(_("From"))
        self.fields["ends"] = _day(_("To, included"))

    def measure(self) -> MeasureInput:
        """What `services.decide` is given."""
        given = self.cleaned_data
        about_person = given["about"] == About.PERSON.value
        return MeasureInput(
            about=given["about"],
            what=given["what"],
            starts=given["starts"],
            ends=given["ends"],
            person_ref=given["person"] if about_person else "",
            place_ref="" if about_person else given["place"],
        )


class EndForm(GovernorForm):
    """Why a decision ends before its time."""

    reason = forms.CharField(
        label=_("Why does it end now?"),
        max_length=rules.LONGEST_MEASURE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": SENTENCES["say"], "max_length": SENTENCES["too_long"]},
    )


class Sheet:
    """The whole page that a governor fills: a decision and its measures, without a script."""

    def __init__(self, *, people: Sequence[PersonValue], places: Sequence[PlaceValue], data: Any = None) -> None:
        self.people = people
        self.places = places
        self.data = data

    def blank(self) -> tuple[DecisionForm, list[MeasureForm]]:
        """An empty decision with room for one measure."""
        return DecisionForm(), [self._measure(0)]

    def widened(self) -> tuple[DecisionForm, list[MeasureForm]]:
        """What was typed so far, unjudged, with room for one more measure."""
        kept = [self._typed(self._measure(number)) for number in range(self._shown())]
        more = [*kept, {}][: rules.MOST_MEASURES]
        decision = DecisionForm(initial=self._typed(DecisionForm()))
        return decision, [self._measure(number, initial=one) for number, one in enumerate(more)]

    def filled(self) -> tuple[DecisionForm, list[MeasureForm]]:
        """The forms as somebody sent them. Measures typed before one decided not to act are let go: they are hidden."""
        decision = DecisionForm(self.data)
        if self.data.get("outcome") != Outcome.ACT.value:
            return decision, [self._measure(0)]
        return decision, [self._measure(number, data=self.data) for number in range(self._shown())]

    def _typed(self, form: forms.Form) -> dict[str, Any]:
        return {
            name: field.widget.value_from_datadict(self.data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
        }

    def _shown(self) -> int:
        sent = self.data.get("shown", "")
        return min(int(sent), rules.MOST_MEASURES) if sent.isdecimal() and sent.isascii() and len(sent) < 4 else 1

    def _measure(self, number: int, **kwargs: Any) -> MeasureForm:
        return MeasureForm(prefix=f"m{number}", people=self.people, places=self.places, **kwargs)
