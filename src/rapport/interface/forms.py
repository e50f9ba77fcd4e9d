"""How fields look and speak: label, hint, error and control belong together, for the eye and for a screen reader.

Rooms write plain Django forms; `{{ form.field.as_field_group }}` gives the whole group. Three controls are ours:
`ChoiceCards` (radio buttons large enough for a thumb, each with a line that says what it costs), `WordedRange`
(a slider whose ends are words), and `SearchBox` (where somebody is looked for).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise

Words = str | Promise

_KIND_BY_WIDGET: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.ClearableFileInput, "file"),
    (forms.TextInput, "input"),
)
_CLASS_BY_KIND = {
    "checkboxes": "govuk-checkboxes__input",
    "radios": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "input": "govuk-input",
    "cards": "rap-choice__input",
    "range": "rap-range__input",
}
_IN_A_GROUP = {"checkboxes", "radios", "cards"}
_HAS_ERROR_CLASS = {"select", "textarea", "file", "input"}


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as cards. `hints` maps a choice's value to the line beneath its name. Nothing is preselected."""

    kind = "cards"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[Any, Words] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        return option


class WordedRange(forms.NumberInput):
    """A slider. `words` are (value, word), evenly spaced from one end to the other; the nearest word is said aloud.

    A slider always has a value: where nothing may be preselected, offer `ChoiceCards` instead.
    """

    kind = "range"
    input_type = "range"

    def __init__(self, attrs: dict[str, Any] | None = None, *, words: Sequence[tuple[int, Words]]) -> None:
        ends = {"min": words[0][0], "max": words[-1][0]}
        super().__init__({**ends, **(attrs or {})})
        self.words = list(words)


class SearchBox(forms.TextInput):
    """Where a name is looked for: nobody's browser remembers it or finds fault with how it is spelled."""

    input_type = "search"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class PageField(BoundField):
    """A field in front of a reader: knows its control's kind, and where an error's link must lead."""

    @property
    def kind(self) -> str:
        """Which control this is: input, textarea, select, radios, cards, checkbox, checkboxes, range, file, other."""
        widget = self.field.widget
        own = getattr(widget, "kind", None)
        if own is not None:
            return str(own)
        return next((kind for widget_class, kind in _KIND_BY_WIDGET if isinstance(widget, widget_class)), "other")

    @property
    def first_id(self) -> str:
        """Id of the first control one can focus: where the error summary's link leads."""
        if self.kind in _IN_A_GROUP:
            return f"{self.auto_id}_0"
        return str(self.id_for_label or self.auto_id)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        classes = [_CLASS_BY_KIND.get(self.kind, ""), str(self.field.widget.attrs.get("class", ""))]
        if self.errors and self.kind in _HAS_ERROR_CLASS:
            classes.append(f"{_CLASS_BY_KIND[self.kind]}--error")
        built["class"] = " ".join(filter(None, classes))
        # The server says what is missing, in the reader's language; a browser would say it in its own.
        built.pop("required", None)
        if self.kind in _IN_A_GROUP:
            # Not allowed on a single choice of a group: the group as a whole is described by its error.
            built.pop("aria-invalid", None)
        return built


class PageRenderer(TemplatesSetting):
    """Renders every form of the house in its one look."""

    form_template_name = "interface/forms/form.html"
    field_template_name = "interface/forms/field.html"
    bound_field_class = PageField
