"""What is typed to bring in a file: the file itself, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.interface.forms import ChoiceCards
from rapport.register import columns
from rapport.register.forms import CHOOSE, RegisterForm
from rapport.register.models import ImportKind
from rapport.register.rules import NotRegistered
from rapport.register.sheets import LARGEST
from rapport.register.values import ImportValue
from rapport.register.wording import COLUMN_WORDS, UNREADABLE, column_missing


class ImportForm(RegisterForm):
    """A file, and what its rows are about."""

    told = {"no_column_left": "file", "unknown_kind": "kind"}
    kind = forms.ChoiceField(
        label=_("What are the rows about?"),
        choices=ImportKind.choices,
        widget=ChoiceCards(
            hints={
                "places": _("wings, landings, cells, rooms"),
                "people": _("who is held, and in which cell"),
                "placements": _("who sleeps where"),
            }
        ),
        error_messages=CHOOSE,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 10 MB. The first row names the columns."),
        error_messages={
            "required": _("Choose a file."),
            "empty": UNREADABLE["empty"],
            "invalid": _("Choose a file."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
        max_length=200,
    )
    letters = forms.ChoiceField(
        label=_("How its letters are written"),
        help_text=_("Only for CSV. If names look wrong afterwards, bring the file again and choose here."),
        choices=[
            ("", _("Find out")),
            ("utf-8", _("Unicode (UTF-8)")),
            ("cp1251", _("Cyrillic of Windows (1251)")),
            ("cp866", _("Cyrillic of DOS (866)")),
            ("cp1252", _("Western of Windows (1252)")),
        ],
        required=False,
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, establishments: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(establishments)
        if len(places) > 1:
            self.fields["establishment"] = forms.ChoiceField(
                label=_("For which establishment?"),
                help_text=_("Where a row names none of its own."),
                choices=[("", _("Choose …")), *places],
                error_messages=CHOOSE,
            )

    def clean_file(self) -> Any:
        """Refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(str(UNREADABLE["too_large"]))
        return file


class ColumnsForm(RegisterForm):
    """What each column of a file means; beside each what stands in it."""

    def __init__(self, *args: Any, file: ImportValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        meanings = [("", _("Leave it out")), *((means, COLUMN_WORDS[means]) for means in columns.COLUMNS[file.kind])]
        for at, (label, samples) in enumerate(zip(file.header, file.samples, strict=True)):
            self.fields[f"c{at}"] = forms.ChoiceField(
                label=label or _("Column %(number)s") % {"number": at + 1},
                help_text=" · ".join(samples),
                choices=meanings,
                required=False,
                initial=file.mapping[at] if at < len(file.mapping) else "",
                error_messages=CHOOSE,
            )

    def mapping(self) -> list[str]:
        """What each column means, in their order."""
        return [self.cleaned_data[f"c{at}"] for at in range(len(self.file.header))]

    def tell(self, refusal: NotRegistered) -> None:
        """Say which meaning is missing, or was given twice."""
        if refusal.code in ("column_missing", "meaning_given_twice"):
            self.add_error(None, column_missing(refusal))
        else:
            super().tell(refusal)
