"""The form of a report. It takes what is typed as far as it can be kept, and says field by field what cannot.

Filing asks more than saving: `explain` puts the findings of `rules.unfilable` beside their fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.access.holders import Holder
from rapport.interface.forms import ChoiceCards, SearchBox
from rapport.register.values import PlaceValue
from rapport.reporting.kinds import MOST_LETTERS, MOST_LETTERS_IN_DRAFT, TEXTS, About
from rapport.reporting.rules import Finding
from rapport.reporting.services import DraftFields
from rapport.reporting.values import DraftValue
from rapport.reporting.written_to import CHOSEN, Danger, ProtectedRole
from rapport.sources.sealing import MOST_HOW, MOST_WHO

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words

    Choices = list[tuple[Words, object]]

ASIDE = ("road", "protected_role", "colleague", "behalf_of")
"""What most reports leave as it is, folded away."""

DAY, MINUTE = "%Y-%m-%d", "%H:%M"

SAID: dict[str, Words] = {
    "empty": _("Nothing is written yet. One of the three texts is enough."),
    "no_about": _("Choose one: worry or good news."),
    "no_time": _("Say on which day and at what time it happened. A guess is good enough."),
    "in_the_future": _("This time is still to come. Check the day and the time."),
    "too_long_ago": _("This is more than a year ago. Check the year; if it is right, speak to the desk."),
    "protected_place": _(
        "What is said with a lawyer, at worship, in health care or in a complaint is not taken as intelligence. "
        "Your text is kept. Choose another road below, or leave it. "
        "If somebody is in danger, telephone the duty governor."
    ),
    "protected_role": _(
        "What a lawyer, chaplain, clinician or inspector says or hears is not taken as intelligence. "
        "Your text is kept. Choose another road below, or leave it."
    ),
    "protected_person": _(
        "This names somebody who comes here as a lawyer, chaplain, clinician or inspector, or for complaints. What is "
        "from or about them is not taken as intelligence. Your text is kept. Choose another road below; or, if you "
        "mean somebody else of that name, file it as it is."
    ),
    "empty_line": _("Nothing is written yet."),
    "too_long_line": _("This is too long."),
    "no_recipient": _("Choose an office that two people have allowed."),
    "names_teller": _("This names whoever told it. Take the name out."),
    "two_texts": _("This report was typed in two windows. Choose which text to keep first."),
    "told_by_alone": _("You named somebody, and wrote nothing of what they told you. Write it, or take the name out."),
    "unknown": _("This is not one of the choices."),
}


UNFIT: dict[str, Words] = {
    "empty": _("This file is empty."),
    "too_large": _("This file is too large. Ten megabytes at most; photograph it smaller."),
    "unknown_kind": _("Only photographs (JPEG, PNG) and PDF documents are kept. This file is something else inside."),
    "broken": _("This file cannot be read, or is not what it says. Photograph the page instead."),
    "locked": _("This document is locked by a password. Save it without one, or photograph it."),
    "too_many_pages": _("This document has more than 60 pages. Bring it to the desk."),
    "too_many": _("Six files are kept with a report. Take one away first."),
}
"""Why a file is not kept, and what to do."""


def _too_long(letters: int) -> str:
    return gettext("This is %(letters)s letters long; %(most)s can be filed. What you typed is kept.") % {
        "letters": letters,
        "most": MOST_LETTERS,
    }


_NO_NULLS = type(forms.CharField().validators[-1])
"""Unprintable letters are left out when a text is saved; that is no reason to refuse the text."""


class WordsField(forms.CharField):
    """A text as it was typed: nothing stripped from its ends, nothing refused that can be kept."""

    def __init__(self, *, label: Words, help_text: Words, rows: int) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            strip=False,
            max_length=MOST_LETTERS_IN_DRAFT,
            error_messages={
                "max_length": _(
                    "This is too long to keep: %(show_value)s letters. Bring it to the desk on paper or as a file."
                )
            },
            widget=forms.Textarea(attrs={"rows": rows}),
        )
        self.widget.attrs.pop("maxlength", None)  # a browser would cut a pasted text without a word
        self.validators = [one for one in self.validators if not isinstance(one, _NO_NULLS)]


class WriteForm(forms.Form):
    """What an officer fills in."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=About.choices,
        required=False,
        widget=ChoiceCards(
            hints={
                About.WORRY: _("somebody may come to harm, or do harm"),
                About.GOOD: _("somebody helps, works, comes to rest"),
            }
        ),
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    seen = WordsField(
        label=_("What I saw or heard myself"),
        help_text=_("Who did what, with whom. Words as they were said. No names needed if you are not sure."),
        rows=5,
    )
    told = WordsField(
        label=_("What somebody told me"),
        help_text=_("Leave out who told you: no name, no cell. You are not asked for it here."),
        rows=3,
    )
    told_by = forms.CharField(
        label=_("Who told you?"),
        help_text=_(
            "Name, nickname or cell. Sealed as it is saved: nobody who reads the report sees it, not even you."
        ),
        required=False,
        max_length=MOST_WHO,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-teller": ""}),
    )
    told_how = forms.CharField(
        label=_("How do they know?"),
        help_text=_("Were they there, or did they hear it from somebody?"),
        required=False,
        max_length=MOST_HOW,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    view = WordsField(
        label=_("What I think it means"),
        help_text=_("Your own view. It is kept apart from what you saw."),
        rows=2,
    )
    find = forms.CharField(
        label=_("Who is it about?"),
        help_text=_("Name, nickname or cell"),
        required=False,
        max_length=100,
        widget=SearchBox(),
    )
    unsure = forms.CharField(
        label=_("Not sure who? Describe him"),
        help_text=_("Build, work, landing, who he was with"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    happened_on = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=[DAY, "%d.%m.%Y"],
        widget=forms.DateInput(format=DAY, attrs={"type": "date"}),
        error_messages={"invalid": _("This is no day of the calendar. Write it as day, month, year.")},
    )
    happened_time = forms.TimeField(
        label=_("Time"),
        required=False,
        input_formats=[MINUTE, "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput(format=MINUTE, attrs={"type": "time"}),
        error_messages={"invalid": _("This is no time of day. Write it as 14:30.")},
    )
    road = forms.ChoiceField(
        label=_("Who should get this report?"),
        choices=[(road.value, road.label) for road in CHOSEN],
        required=False,
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    colleague = forms.ChoiceField(
        label=_("Which colleague is it about?"),
        help_text=_("Whoever you choose here never reads this report, whatever their post."),
        required=False,
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    protected_role = forms.ChoiceField(
        label=_("Did one of these say it or hear it?"),
        choices=ProtectedRole.choices,
        required=False,
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    behalf_of = forms.ChoiceField(
        label=_("Whose slip are you keying?"),
        help_text=_("The report becomes theirs. They confirm it when they next sign in, and you no longer see it."),
        required=False,
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    danger = forms.ChoiceField(
        label=_("What is the danger?"),
        choices=Danger.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": SAID["unknown"]},
    )
    file = forms.FileField(
        label=_("Photograph or document"),
        help_text=_(
            "JPEG, PNG or PDF, ten megabytes at most. What a picture says of place, time and device is removed."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    place = forms.ChoiceField(label=_("Place"), required=False, error_messages={"invalid_choice": SAID["unknown"]})

    def __init__(
        self,
        *args: object,
        places: Callable[[], Iterable[PlaceValue]],
        seals: bool = False,
        colleagues: Callable[[], Iterable[Holder]] = tuple,
        slip_writers: Callable[[], Iterable[Holder]] = tuple,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.seals = seals
        for name in ("told_by", "told_how"):
            if not seals:
                del self.fields[name]
        if seals:
            self.fields["told"].help_text = _(
                "Leave out who told you: no name, no cell. There is a sealed place for it below."
            )
        # Read only where they are shown, or where something was chosen: a draft is kept every few seconds.
        offered: dict[str, Callable[[], Choices]] = {
            "place": lambda: _choices(places()),
            "colleague": lambda: [("", _("Nobody by name")), *((one.ref, one.name) for one in colleagues())],
            "behalf_of": lambda: [
                ("", _("Nobody's: this is my own report")),
                *((one.posting_ref, one.name) for one in slip_writers()),
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = cache(choices)  # type: ignore[attr-defined]

    @classmethod
    def of(
        cls,
        draft: DraftValue,
        *,
        places: Callable[[], Iterable[PlaceValue]],
        seals: bool = False,
        colleagues: Callable[[], Iterable[Holder]] = tuple,
        slip_writers: Callable[[], Iterable[Holder]] = tuple,
        find: str = "",
    ) -> WriteForm:
        """The form as the draft stands."""
        happened = draft.happened_at.astimezone(local()) if draft.happened_at is not None else None
        return cls(
            places=places,
            seals=seals,
            colleagues=colleagues,
            slip_writers=slip_writers,
            initial={
                **{name: getattr(draft, name) for name in (*TEXTS, "unsure", "about", *ASIDE)},
                "place": draft.place.ref if draft.place is not None else "",
                "happened_on": happened.date() if happened else None,
                "happened_time": happened.time() if happened else None,
                "find": find,
            },
        )

    @property
    def opened(self) -> bool:
        """Whether what is folded away has something in it, or something to mend."""
        return any(self[name].value() or self.errors.get(name) for name in ASIDE[:3]) or bool(self.errors.get("place"))

    def fields_to_keep(self) -> DraftFields:
        """All that can be kept of what was typed; fields with an error are left as they were."""
        kept = self.cleaned_data
        fields: DraftFields = {}
        if "seen" in kept:
            fields["seen"] = kept["seen"]
        if "told" in kept:
            fields["told"] = kept["told"]
        if "view" in kept:
            fields["view"] = kept["view"]
        if "unsure" in kept:
            fields["unsure"] = kept["unsure"]
        if kept.get("told_by"):
            fields["told_by"] = kept["told_by"]
            fields["told_how"] = kept.get("told_how", "")
        if "about" in kept:
            fields["about"] = kept["about"]
        if "road" in kept:
            fields["road"] = kept["road"]
        if "protected_role" in kept:
            fields["protected_role"] = kept["protected_role"]
        if "colleague" in kept:
            fields["colleague"] = kept["colleague"]
        if "behalf_of" in kept:
            fields["behalf_of"] = kept["behalf_of"]
        if "place" in kept:
            fields["place"] = kept["place"] or None
        if "happened_on" in kept and "happened_time" in kept:
            fields["at"] = moment(kept["happened_on"], kept["happened_time"])
        return fields

    def clean(self) -> None:
        """A day and a time belong together."""
        day, time = self.cleaned_data.get("happened_on", ""), self.cleaned_data.get("happened_time", "")
        if day is None and time:
            self.add_error("happened_on", str(SAID["no_time"]))
        if time is None and day:
            self.add_error("happened_time", str(SAID["no_time"]))

    def explain(self, findings: Iterable[Finding]) -> None:
        """Say beside each field why the report cannot be filed."""
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            if finding.code == "too_long" and field is not None:
                self.add_error(field, _too_long(len(str(self.cleaned_data.get(field, "")).strip())))
            else:
                self.add_error(field, str(SAID[finding.code]))


class AnswerForm(forms.Form):
    """What its author is told of a report that did not go to the desk."""

    text = forms.CharField(
        label=_("A few words to its author"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Nothing is written yet."),
            "max_length": _("This is %(show_value)s letters long; %(limit_value)s can be added."),
        },
    )


class AddendumForm(forms.Form):
    """What the author adds to a filed report."""

    text = forms.CharField(
        label=_("Add to this report"),
        help_text=_("What you filed stays as it is. What you add stands beneath it, with its date."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Nothing is written yet."),
            "max_length": _("This is %(show_value)s letters long; %(limit_value)s can be added."),
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].widget.attrs.pop("maxlength", None)
        self.fields["text"].validators = [
            one for one in self.fields["text"].validators if not isinstance(one, _NO_NULLS)
        ]


def local() -> ZoneInfo:
    """The time zone in which officers read clocks."""
    return ZoneInfo(settings.TIME_ZONE)


def moment(day: object, time: object) -> datetime | None:
    """A day and a time of day, where the prison stands."""
    if not day or time is None:
        return None
    try:
        return datetime.combine(day, time, tzinfo=local()).astimezone(UTC)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None


def _choices(places: Iterable[PlaceValue]) -> Choices:
    """Places to choose from, cells apart at the end; protected places are not offered."""
    offered = [one for one in places if not one.protected]
    common: Choices = [(one.ref, one.label) for one in offered if one.kind != "cell"]
    cells = [(one.ref, one.label) for one in offered if one.kind == "cell"]
    return [("", _("Not sure where")), *common, *([(_("Cells"), cells)] if cells else [])]
