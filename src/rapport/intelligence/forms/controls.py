"""Fields that several forms of the desk share. None has a choice made beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.translation import get_language

from rapport.intelligence.errors import Unfit
from rapport.intelligence.grading import SPOKEN, Axis, said_in
from rapport.intelligence.wording import SENTENCES, sentence
from rapport.interface.forms import ChoiceCards

SAY = {"required": SENTENCES["say"]}
CHOOSE = {"required": SENTENCES["choose"], "invalid_choice": SENTENCES["choose"], "invalid_list": SENTENCES["choose"]}


class RevealingCards(ChoiceCards):
    """Cards of which some, when chosen, bring out a further field: marked for the style sheet, no script needed."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), **kwargs: Any) -> None:
        self.revealing: Collection[str] = kwargs.pop("revealing", ())
        super().__init__(attrs, choices, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.revealing:
            option["attrs"]["data-reveals"] = ""
        return option


def language() -> str:
    """The language that the page speaks."""
    return get_language() or SPOKEN


def axis_field(axis: Axis, *, label: Any) -> forms.ChoiceField:
    """The codes of an axis as cards: the code, a few words, and all of them for whoever lingers."""
    return forms.ChoiceField(
        label=label,
        choices=[(code.code, code.code) for code in axis.codes],
        widget=RevealingCards(
            hints={code.code: said_in(code.short, language()) for code in axis.codes}, revealing=axis.needs_conditions
        ),
        error_messages=CHOOSE,
    )


def text_field(
    *, label: Any, longest: int, rows: int = 0, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    """A line, or several, that says something in at most so many letters."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=widget,
        help_text=help_text,
        error_messages={**SAY, "max_length": SENTENCES["too_long"]},
    )


def cards_field(
    choices: Sequence[tuple[str, Any]], *, label: Any, hints: dict[str, Any], **other: Any
) -> forms.ChoiceField:
    """Choices as cards."""
    revealing = other.pop("revealing", ())
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=RevealingCards(hints=hints, revealing=revealing),
        error_messages=CHOOSE,
        **other,
    )


class DeskForm(forms.Form):
    """A form that can be told what a service found unfit."""

    default_renderer: BaseRenderer | None = None

    def tell(self, unfit: Unfit) -> None:
        """Put the finding beside its field, or above the form."""
        self.add_error(unfit.field if unfit.field in self.fields else None, sentence(unfit))


def typed(form_class: type[forms.Form], data: Any, prefix: str, names: Iterable[str]) -> dict[str, Any]:
    """What somebody has typed so far, unjudged: for the same form with one more part."""
    form = form_class(prefix=prefix)
    return {
        name: form.fields[name].widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name in names
        if name in form.fields
    }
