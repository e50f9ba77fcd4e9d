"""A link between items, and a note from a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.choices import Category, StatementKind
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, cards_field, language, text_field, typed
from rapport.intelligence.grading import said_in
from rapport.intelligence.inputs import StatementInput
from rapport.intelligence.values import ItemValue, NoteValue
from rapport.intelligence.wording import SENTENCES
from rapport.intelligence.yardstick import Likelihood, yardstick
from rapport.register.values import PersonValue

AT_FIRST = 2
"""Statements that an empty note has room for."""


class LinkForm(DeskForm):
    """Through whom the chosen items belong together, and why."""

    def __init__(self, *args: Any, people: Sequence[PersonValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(
            label=_("Through whom do they belong together?"),
            choices=[(person.ref, person.label) for person in people],
            widget=forms.RadioSelect,
            error_messages=CHOOSE,
        )
        self.fields["reason"] = text_field(
            label=_("Why do you think so?"),
            longest=rules.LONGEST_REASON,
            help_text=_("A link is your judgement and is kept as yours."),
        )


class LabelForm(DeskForm):
    """A group or an event to lay items at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"] = text_field(
            label=_("What is it called?"),
            longest=rules.LONGEST_LABEL,
            help_text=_("Name what was done, or where. No label says what people believe, are or suffer from."),
        )
        self.fields["on"] = forms.DateField(
            label=_("On which day? Leave it empty for a group of people"),
            required=False,
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("This is no day of the calendar. Write it as day, month, year.")},
        )
        self.fields["reason"] = text_field(label=_("Why is it needed?"), longest=rules.LONGEST_REASON)


class NameForm(DeskForm):
    """Somebody whom an item's text turned out to mean, and who they are to it."""

    def __init__(self, *args: Any, people: Sequence[PersonValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(
            label=_("Who is meant?"), choices=[(one.ref, one.label) for one in people], error_messages=CHOOSE
        )
        self.fields["category"] = forms.ChoiceField(
            label=_("Who is that to this item?"),
            choices=[("", _("Choose …")), *Category.choices],
            error_messages=CHOOSE,
        )
        self.fields["grounds"] = text_field(
            label=_("On which grounds suspected?"), longest=rules.LONGEST_REASON, required=False
        )


class StatementForm(DeskForm):
    """A sentence of a note."""

    def __init__(self, *args: Any, items: Sequence[ItemValue] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = yardstick()
        self.fields["text"] = text_field(label=_("In a sentence or two"), longest=rules.LONGEST_TEXT, rows=2)
        self.fields["kind"] = cards_field(
            StatementKind.choices,
            label=_("Fact or judgement?"),
            hints={"fact": _("what the items say"), "judgement": _("what we make of it")},
            revealing=("judgement",),
        )
        self.fields["items"] = forms.MultipleChoiceField(
            label=_("Which items does it rest on?"),
            choices=[(item.ref, f"{item.ref} · {Truncator(item.text).words(10)}") for item in items],
            widget=forms.CheckboxSelectMultiple,
            error_messages={**CHOOSE, "required": SENTENCES["cite"]},
        )
        self.fields["likelihood"] = forms.ChoiceField(
            label=_("How likely is it?"),
            choices=[("", _("Choose …")), *((one.code, _with_range(one)) for one in words.likelihood)],
            required=False,
            error_messages=CHOOSE,
        )
        self.fields["confidence"] = forms.ChoiceField(
            label=_("How good is the evidence?"),
            choices=[("", _("Choose …")), *((one.code, said_in(one.words, language())) for one in words.confidence)],
            required=False,
            error_messages=CHOOSE,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == StatementKind.FACT.value:
            return {**cleaned, "likelihood": "", "confidence": ""}  # chosen, then hidden again: a fact has neither
        for name, code in (("likelihood", "say_how_likely"), ("confidence", "say_how_sure")):
            if cleaned.get("kind") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, str(SENTENCES[code]))
        return cleaned

    def statement(self) -> StatementInput:
        """What `services.write_note` is given."""
        given = self.cleaned_data
        return StatementInput(given["kind"], given["text"], given["items"], given["likelihood"], given["confidence"])


def _with_range(one: Likelihood) -> str:
    return f"{said_in(one.words, language())} ({one.lowest}–{one.highest} %)"


class NoteForm(DeskForm):
    """A note without its statements."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = text_field(label=_("Title"), longest=rules.LONGEST_TITLE)
        self.fields["innocent"] = text_field(
            label=_("Which innocent explanations did you consider?"),
            longest=rules.LONGEST_TEXT,
            rows=2,
            help_text=_("A debt, a friendship, a grief, a study circle. What speaks for it, and what against?"),
        )
        self.fields["gaps"] = text_field(
            label=_("What do we not know?"), longest=rules.LONGEST_TEXT, rows=2, required=False
        )


class NoteDraft:
    """A note being written: its own fields and those of its statements, under one roof, without a script."""

    def __init__(self, items: Sequence[ItemValue], *, data: Any = None, note: NoteValue | None = None) -> None:
        self.items = items
        self.data = data
        self.note = note

    def blank(self) -> tuple[NoteForm, list[StatementForm]]:
        """The forms as they are shown first: empty, or with what the note says so far."""
        if self.note is None:
            return NoteForm(), [self._statement(number) for number in range(AT_FIRST)]
        fields = {"title": self.note.title, "innocent": self.note.innocent, "gaps": self.note.gaps}
        said = [
            {
                "text": one.text,
                "kind": one.kind,
                "items": one.item_refs,
                "likelihood": one.likelihood,
                "confidence": one.confidence,
            }
            for one in self.note.statements
        ]
        return NoteForm(initial=fields), [self._statement(number, initial=one) for number, one in enumerate(said)]

    def widened(self) -> tuple[NoteForm, list[StatementForm]]:
        """What was typed so far, unjudged, with room for one more statement."""
        names = ("text", "kind", "items", "likelihood", "confidence")
        kept = [typed(StatementForm, self.data, f"s{number}", names) for number in range(self._shown())]
        more = [*kept, {}][: rules.MOST_STATEMENTS]
        note = NoteForm(initial=typed(NoteForm, self.data, "", ("title", "innocent", "gaps")))
        return note, [self._statement(number, initial=one) for number, one in enumerate(more)]

    def filled(self) -> tuple[NoteForm, list[StatementForm]]:
        """The forms as somebody sent them. Statements left wholly empty are let go, the first excepted."""
        statements = [self._statement(number, data=self.data) for number in range(self._shown())]
        said = [one for one in statements if one.has_changed()]
        return NoteForm(self.data), said or statements[:1]

    def _shown(self) -> int:
        sent = self.data.get("shown", "")
        return min(int(sent), rules.MOST_STATEMENTS) if sent.isdecimal() and sent.isascii() and len(sent) < 4 else 1

    def _statement(self, number: int, **kwargs: Any) -> StatementForm:
        return StatementForm(prefix=f"s{number}", items=self.items, **kwargs)
