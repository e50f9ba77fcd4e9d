"""Forms: what is missing is said in words beside its field, and nothing typed is lost."""

import pytest
from django import forms
from django.template.loader import render_to_string
from frame import Element, Page

from rapport.interface.forms import ChoiceCards, PageField, WordedRange
from rapport.interface.specimens import SpecimenForm


def shown(form: forms.Form) -> Page:
    summary = render_to_string("interface/error_summary.html", {"form": form})
    return Page.of(summary + form.render())


def controls(page: Page) -> list[Element]:
    return [element for element in page.elements if element.tag in {"input", "textarea", "select"}]


class EveryKind(forms.Form):
    """Every kind of control, each of them required."""

    text = forms.CharField(help_text="One line.")
    number = forms.IntegerField()
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    pick = forms.ChoiceField(choices=[("", "Choose"), ("a", "A")])
    radios = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    cards = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=ChoiceCards(hints={"a": "what A costs"}))
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(help_text="Read it first.")
    likely = forms.IntegerField(widget=WordedRange(words=[(0, "never"), (100, "always")]))
    paper = forms.FileField()


def test_every_error_leads_to_a_control_that_one_can_type_into():
    page = shown(EveryKind({}))
    targets = [(link.attributes["href"] or "").lstrip("#") for link in page.all("a")]
    by_id = {element.attributes["id"]: element.tag for element in page.elements if "id" in element.attributes}
    assert len(targets) == len(EveryKind.base_fields)
    assert {by_id[target] for target in targets} <= {"input", "textarea", "select"}


def test_every_hint_and_error_is_tied_to_its_control():
    page = shown(EveryKind({}))
    described = [words for element in page.elements if (words := element.attributes.get("aria-describedby"))]
    assert len(described) == len(EveryKind.base_fields)
    for words in described:
        assert set(words.split()) <= set(page.ids)
        assert words.split()[-1].endswith("_error")


def test_no_two_things_on_a_form_have_one_id_and_every_label_names_a_control():
    page = shown(EveryKind({}))
    assert len(page.ids) == len(set(page.ids))
    ids = {element.attributes.get("id") for element in controls(page)}
    assert {label.attributes["for"] for label in page.all("label")} <= ids


def test_every_group_of_choices_says_what_is_asked():
    page = shown(EveryKind())
    assert [legend.text for legend in page.all("legend")] == ["Radios", "Cards", "Several"]
    assert len(page.all("fieldset")) == 3


def test_nothing_is_chosen_before_the_officer_chooses():
    page = shown(SpecimenForm())
    assert not [element for element in controls(page) if "checked" in element.attributes]


def test_what_was_typed_is_still_there_after_an_error():
    page = shown(EveryKind({"text": "by the lathe", "long": "He nodded.", "pick": "a", "cards": "b", "number": "x"}))
    assert page.all("input", name="text")[0].attributes["value"] == "by the lathe"
    assert "He nodded." in page.all("textarea", name="long")[0].text
    assert "selected" in page.all("option", value="a")[0].attributes
    assert "checked" in page.all("input", name="cards", value="b")[0].attributes
    assert page.all("input", name="number")[0].attributes["value"] == "x"


def test_a_card_says_beneath_its_name_what_it_costs():
    (hint,) = shown(EveryKind()).by_class("rap-choice__hint")
    assert hint.text == "what A costs"


def test_the_server_not_the_browser_says_what_is_missing():
    assert not [element for element in controls(shown(EveryKind())) if "required" in element.attributes]


def test_what_somebody_types_is_never_read_as_markup():
    page = shown(EveryKind({"text": "<script>alert(1)</script>", "long": "</textarea><script>", "pick": "<b>"}))
    assert page.all("script") == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("text", "input"), ("cards", "cards"), ("likely", "range"), ("agreed", "checkbox"), ("paper", "file")],
)
def test_a_field_knows_its_kind(name: str, kind: str):
    field = EveryKind()[name]
    assert isinstance(field, PageField)
    assert field.kind == kind
