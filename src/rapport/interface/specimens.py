"""What the look page shows: one specimen of each component. Not translated: no officer reads it."""

from typing import Any

from django import forms

from rapport.interface.forms import ChoiceCards, WordedRange

APPROACHES = {
    "people": ("Be with people", "few, but you learn more"),
    "watch": ("Watch", "many, from afar"),
    "check": ("Check", "needs a ground"),
    "write": ("Write", "you see nothing"),
}
SOURCE = {
    "A": ("A", "no doubt"),
    "B": ("B", "mostly reliable"),
    "C": ("C", "mostly unreliable"),
    "X": ("X", "cannot be assessed"),
}
LIKELIHOOD = [(0, "certainly not"), (25, "unlikely"), (50, "as likely as not"), (75, "likely"), (100, "certain")]


def _names(choices: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, name) for value, (name, _) in choices.items()]


def _hints(choices: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {value: hint for value, (_, hint) in choices.items()}


class SpecimenForm(forms.Form):
    """One field of each kind."""

    approach = forms.ChoiceField(
        label="How will you work?", choices=_names(APPROACHES), widget=ChoiceCards(hints=_hints(APPROACHES))
    )
    seen = forms.CharField(
        label="I saw or heard",
        help_text="What happened, who, where. Only what you yourself saw or heard.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "write one sentence"},
    )
    place = forms.ChoiceField(label="Where", choices=[("", "Choose a place"), ("w2", "Workshop 2"), ("y", "Yard")])
    people = forms.CharField(label="Who", help_text="Name, nickname, cell, or “not sure who”.", required=False)
    source = forms.ChoiceField(
        label="Source · graded apart from the information",
        choices=_names(SOURCE),
        widget=ChoiceCards(hints=_hints(SOURCE)),
        required=False,
    )
    about = forms.ChoiceField(
        label="It is", choices=[("worry", "a worry"), ("good", "good news")], widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        choices=[("debt", "Debt"), ("phones", "Phones"), ("violence", "Violence")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    likely = forms.IntegerField(
        label="How likely is it that this belongs to recruitment?",
        widget=WordedRange(attrs={"step": 5}, words=LIKELIHOOD),
        required=False,
    )
    urgent = forms.BooleanField(
        label="A life may be in danger", help_text="The duty officer is told at once.", required=False
    )


def page() -> dict[str, Any]:
    """Everything else on the page."""
    return {
        "slots": [
            {"text": "07:00 Unlock", "state": "done"},
            {"text": "08:30 Work", "state": "done"},
            {"text": "10:30 Work", "state": "now", "note": "now, 4 min left"},
            {"text": "12:00 Lunch", "state": "later"},
            {"text": "13:30 Yard", "state": "later"},
            {"text": "15:00 Visits", "state": "later"},
            {"text": "17:00 Lock-up", "state": "later"},
        ],
        "passages": [
            {
                "who": "K. Sadyrov",
                "text": "shows a new man how to set the lathe. They laugh about the noise.",
                "noted": False,
            },
            {
                "who": "V. Lasko",
                "text": "waits until the instructor turns, says something short to T. Orlov, who nods.",
                "noted": True,
            },
            {
                "who": "R. Petrov",
                "text": "sits apart and does not eat his bread. His brother was buried on Sunday.",
                "noted": False,
            },
        ],
        "stations": [{"x": x, "name": name} for x, name in zip(range(272, 900, 86), STATIONS, strict=False)],
        "table_head": ["Signal", "It ended at", "Simulated officers got to"],
        "table_rows": [
            ["1 · “They all deserve it”", "decided", "graded"],
            ["2 · The loan that has no date", "reported", "linked"],
            ["3 · A promise of protection", "graded", "graded"],
        ],
    }


STATIONS = ["happened", "in sight", "noticed", "reported", "graded", "linked", "in a note", "decided"]
