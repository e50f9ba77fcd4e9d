"""The forms of a walk. Their words are an officer's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.interface.forms import ChoiceCards
from rapport.simulation.scenario import names
from rapport.training import scenery
from rapport.training.models import Approach, Pace

LIKELIHOODS: Sequence[tuple[int, Promise]] = (
    (3, _("almost certainly not")),
    (20, _("unlikely")),
    (50, _("could be either")),
    (80, _("likely")),
    (97, _("almost certainly")),
)
"""The five words of cards and last look, with the number each stands for."""


def _wings() -> list[tuple[str, str]]:
    """The walks by their wing's letter: a title would give a story away."""
    language = get_language() or "en"
    return [(name, scenery.wing_title(name, language)) for name in names()]


class StartForm(forms.Form):
    """Starting a walk."""

    wing = forms.ChoiceField(
        label=_("Which wing?"),
        help_text=_("Each has a story of its own, and now and then nothing is wrong at all."),
        choices=_wings,
        required=False,
    )
    pace = forms.ChoiceField(
        label=_("How much time do you want for a scene?"),
        choices=[(Pace.TIMED, _("40 seconds")), (Pace.UNTIMED, _("No clock"))],
        initial=Pace.TIMED,
        widget=ChoiceCards(
            hints={
                Pace.TIMED: _("as on the wing; writing stops the clock"),
                Pace.UNTIMED: _("read as long as you need"),
            }
        ),
    )


class PostForm(forms.Form):
    """Where to stand and how to work."""

    post = forms.ChoiceField(label=_("Where will you stand?"), widget=ChoiceCards, required=False)
    approach = forms.ChoiceField(
        label=_("How will you work?"), widget=ChoiceCards, error_messages={"required": _("Choose how you will work.")}
    )
    ground = forms.CharField(
        label=_("Ground for the check"),
        help_text=_("What makes you search here, in a few words. A search without a find costs trust."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: object = None,
        *,
        posts: Sequence[tuple[str, str]],
        approaches: Iterable[tuple[str, str, str]],
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        ways = list(approaches)
        self.fields["post"].choices = list(posts)  # type: ignore[attr-defined]
        self.fields["approach"].choices = [(value, title) for value, title, _hint in ways]  # type: ignore[attr-defined]
        self.fields["approach"].widget.hints = {value: hint for value, _title, hint in ways}

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        approach = typed.get("approach")
        if approach == Approach.CHECK and not str(typed.get("ground", "")).strip():
            self.add_error("ground", _("Say what makes you search."))
        if approach != Approach.WRITE and not typed.get("post") and "post" not in self.errors:
            self.add_error("post", _("Choose where you will stand."))
        return typed


class TalkForm(forms.Form):
    """With whom to have a word."""

    person = forms.TypedChoiceField(label=_("With whom?"), coerce=int)

    def __init__(self, data: object = None, *, people: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["person"].choices = [("", _("Choose a man")), *people]  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """Which lines of the notebook the report is begun with."""

    lines = forms.TypedMultipleChoiceField(
        label=_("Which lines?"),
        help_text=_("What you saw and what you were told go into fields of their own."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: object = None, *, lines: Sequence[tuple[int, str]], initial: object = None) -> None:
        super().__init__(data, initial={"lines": initial})  # type: ignore[arg-type]
        self.fields["lines"].choices = list(lines)  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """One number, sealed: of a card or of the last look."""

    percent = forms.IntegerField(label=_("Per cent, 0 to 100"), min_value=0, max_value=100)
