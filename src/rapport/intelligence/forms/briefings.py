"""The lines of a daily briefing: those that stand, to be reworded or struck, and room for a few more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rapport.intelligence import rules
from rapport.intelligence.asked_values import BriefingLineValue, BriefingValue
from rapport.intelligence.choices import Section
from rapport.intelligence.forms.controls import CHOOSE, DeskForm, text_field
from rapport.intelligence.forms.requirements import day_field
from rapport.intelligence.services import LineInput
from rapport.register.values import PlaceValue

NEW_REMARKS, NEW_INSTRUCTIONS = 2, 3


@dataclass(frozen=True)
class Row:
    """A line as the form shows it, with the fields that a line for the wings has besides."""

    section: str
    line: BriefingLineValue | None
    text: BoundField | None
    further: tuple[BoundField, ...]


class BriefingForm(DeskForm):
    """Every line, and after the signature what is corrected."""

    def __init__(
        self, *args: Any, briefing: BriefingValue, places: Sequence[PlaceValue], correcting: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["because"] = text_field(label=_("What is corrected?"), longest=rules.LONGEST_REASON)
        order = Section.values
        self.standing: list[tuple[str, BriefingLineValue | None]] = [
            *((one.section, one) for one in briefing.lines),
            *([(Section.REMARK.value, None)] * NEW_REMARKS),
            *([(Section.WING.value, None)] * NEW_INSTRUCTIONS),
        ]
        self.standing.sort(key=lambda pair: order.index(pair[0]))
        where = [("", _("everywhere")), *((one.ref, one.label) for one in places)]
        for place, (section, line) in enumerate(self.standing):
            if line is not None and line.more:
                continue
            self.fields[f"line_{place}"] = forms.CharField(
                label=_("Line"),
                required=False,
                max_length=rules.LONGEST_LINE,
                initial=line.text if line is not None else "",
                widget=forms.Textarea(attrs={"rows": 2}) if section != Section.WING else None,
                error_messages={"max_length": _("This is too long. Say it in fewer words.")},
            )
            if section == Section.WING:
                self._for_the_wings(place, line, where)

    def _for_the_wings(self, place: int, line: BriefingLineValue | None, where: list[tuple[str, Any]]) -> None:
        ends = day_field(_("Holds until"), required=False)
        post = forms.ChoiceField(label=_("Where"), choices=where, required=False, error_messages=CHOOSE)
        names = forms.BooleanField(label=_("It names somebody, and cannot do without"), required=False)
        if line is not None:
            ends.initial, names.initial = line.ends_on, bool(line.people)
            post.initial = line.places[0].ref if line.places else ""
        self.fields |= {f"ends_{place}": ends, f"post_{place}": post, f"names_{place}": names}

    @property
    def rows(self) -> Iterator[tuple[str, list[Row]]]:
        """Part by part, the rows to show."""
        for section in Section.values:
            rows = []
            for place, (which, line) in enumerate(self.standing):
                if which != section:
                    continue
                text = self[f"line_{place}"] if f"line_{place}" in self.fields else None
                further = [f"{name}_{place}" for name in ("ends", "post", "names")]
                rows.append(Row(section, line, text, tuple(self[one] for one in further if one in self.fields)))
            if rows:
                yield section, rows

    def lines(self, named_in: Callable[[str], Sequence[str]]) -> list[LineInput]:
        """What was written; whom a line for the wings names, where it was said that it cannot do without."""
        given = self.cleaned_data
        return [
            LineInput(
                section=section,
                text=given.get(f"line_{place}", ""),
                keeps=line.number if line is not None else None,
                ends_on=given.get(f"ends_{place}"),
                posts=tuple(filter(None, [given.get(f"post_{place}")])),
                people=tuple(named_in(given[f"line_{place}"])) if given.get(f"names_{place}") else (),
            )
            for place, (section, line) in enumerate(self.standing)
        ]


class SignForm(forms.Form):
    """The passphrase of one's own signature."""

    passphrase = forms.CharField(
        label=_("The passphrase of your signature"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "class": "govuk-input"}),
        strip=False,
        error_messages={"required": _("Write the passphrase of your signature.")},
    )
