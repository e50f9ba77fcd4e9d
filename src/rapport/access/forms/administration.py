"""What an administrator types: who is taken on and posted where, desks, compartments, the law behind a purpose."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role
from rapport.interface.forms import SearchBox

Choices = list[tuple[str, str]]

BAD_NETWORK: dict[str, str | Promise] = {
    "unreadable": _("This is no address. Write one like 192.0.2.17, or a range like 192.0.2.16/28."),
    "wide": _("This range is too wide for a desk. Name the addresses of one room."),
    "twice": _("A desk with this address is registered already."),
}
BAD_LABEL: dict[str, str | Promise] = {
    "empty": _("Type something."),
    "long": _("That is too long. Say it in fewer words."),
    "twice": _("There is one with this name already."),
    "protected": _("“%(word)s” says something about people that no label may say. Choose another name."),
}


def _text(label: Any, longest: int, *, missing: Any, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        required=required,
        error_messages={"required": missing, "max_length": _("That is too long. Say it in fewer words.")},
    )


class FindMember(forms.Form):
    """The search box for staff."""

    q = forms.CharField(
        label=_("Find somebody of the staff"),
        help_text=_("Name in either script, or staff number. The beginning is enough."),
        required=False,
        max_length=120,
        widget=SearchBox(),
        error_messages={"max_length": _("That is too long. Say it in fewer words.")},
    )


class _Work(forms.Form):
    """Work and place. `places` are (reference, name); an empty reference is the whole service."""

    role = forms.ChoiceField(
        label=_("Work"),
        choices=Role.choices,
        error_messages={"required": _("Choose the work."), "invalid_choice": _("Choose one of the list.")},
    )
    place = forms.ChoiceField(
        label=_("Place"), required=False, error_messages={"invalid_choice": _("Choose one of the list.")}
    )

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = cast(forms.ChoiceField, self.fields["place"])
        place.choices = places
        place.required = "" not in dict(places)

    def two(self) -> None:
        """Say that this work takes two people."""
        self.add_error("role", _("This work takes two people's signatures. Take the person on as an officer first."))


class TakeOn(_Work):
    """A new member of staff."""

    name = _text(_("Name"), 120, missing=_("Type the name."))
    number = _text(_("Staff number"), 20, missing=_("Type the staff number."))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Choose one of the list."), "invalid_choice": _("Choose one of the list.")},
    )
    field_order = ("name", "number", "language", "role", "place")

    def taken(self) -> None:
        """Say that somebody has the number."""
        self.add_error("number", _("Somebody has this staff number already."))


class PostMember(_Work):
    """More work for somebody. `compartments` are (reference, label)."""

    compartments = forms.MultipleChoiceField(
        label=_("Cleared for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, *args: Any, compartments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["compartments"]).choices = compartments
        if not compartments:
            del self.fields["compartments"]


class RegisterDesk(forms.Form):
    """A desk that several share."""

    name = _text(_("What it is called"), 80, missing=_("Type what it is called."))
    network = _text(
        _("Its address"),
        50,
        missing=_("Type its address."),
        help_text=_("One address, 192.0.2.17, or the range of one room, 192.0.2.16/28."),
    )

    def bad(self, code: str) -> None:
        """Say why the address will not do."""
        self.add_error("network", str(BAD_NETWORK[code]))

    def bad_name(self, word: str) -> None:
        """Say that the name will not do."""
        self.add_error("name", str(BAD_LABEL["protected"]) % {"word": word})


class OpenCompartment(forms.Form):
    """A compartment."""

    label = _text(
        _("What it is called"),
        60,
        missing=_("Type what it is called."),
        help_text=_("A name for a part of the work, never for people or for what they believe."),
    )

    def bad(self, code: str, word: str) -> None:
        """Say why the label will not do."""
        text = str(BAD_LABEL[code])
        self.add_error("label", text % {"word": word} if code == "protected" else text)


class ProposeWitness(forms.Form):
    """A witness's public key."""

    key = _text(
        _("Public key of the witness"),
        180,
        missing=_("Type the public key of the witness."),
        help_text=_("It stands in the file witness.vkey on the stick and begins with the witness's name."),
    )

    def bad(self) -> None:
        """Say that it is no such key."""
        self.add_error("key", _("This is not the public key of a witness. Copy the whole line of witness.vkey."))


class NameLaw(forms.Form):
    """The law behind a purpose."""

    purpose = forms.CharField(widget=forms.HiddenInput, max_length=40)
    law = _text(_("Law and article"), 200, missing=_("Type the law and its article."))
