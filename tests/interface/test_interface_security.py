"""What a page may run and show: nothing inline, nothing from elsewhere, no name in a tab title."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from frame import Page, Someone, page_for

import rapport

HOUSE = Path(rapport.__file__).parent
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on", re.IGNORECASE
)
TITLE = re.compile(r"{%\s*block title\s*%}(.*?){%\s*endblock", re.DOTALL)
VALUE = re.compile(r"{{\s*([\w.]+)|with\s+\w+=([\w.]+)")
IN_A_TITLE = {"ref", "reference", "label_of_kind", "day", "exercise_label"}


def inline_parts(source: str) -> list[str]:
    return INLINE.findall(source)


def values_in_titles(source: str) -> list[str]:
    """Values that a template writes into its tab title, other than references."""
    found = [first or second for title in TITLE.findall(source) for first, second in VALUE.findall(title)]
    return [value for value in found if value.rsplit(".", 1)[-1] not in IN_A_TITLE]


@pytest.mark.django_db
def test_a_page_may_run_and_load_only_what_this_server_serves(client: Client):
    policy = client.get("/look/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "data:" not in policy


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_no_template_has_a_script_or_a_style_of_its_own(template: Path):
    assert inline_parts(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>1</script>",
        "<p style='color:red'>",
        "<a onclick='x()'>",
        "<a href='javascript:1'>",
        "<p hx-on:click='1'>",
    ],
)
def test_a_planted_script_or_style_is_seen(planted: str):
    assert inline_parts(planted)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_a_tab_title_holds_no_name(template: Path):
    assert values_in_titles(template.read_text(encoding="utf-8")) == []


def test_a_name_planted_in_a_tab_title_is_seen():
    assert values_in_titles("{% block title %}{{ person.label }}{% endblock %}") == ["person.label"]
    assert values_in_titles("{% block title %}{% blocktranslate with n=person.name %}{% endblock %}") == ["person.name"]
    assert values_in_titles("{% block title %}{{ report.ref }}{% endblock %}") == []


@pytest.mark.django_db
def test_who_one_is_stands_on_the_page_but_never_in_its_title():
    page = page_for(Someone())
    assert page.by_class("rap-seat__label")[0].text == "Officer 3 · B wing"
    title = page.all("title")[0].text
    assert "Officer" not in title
    assert "Aigerim" not in title


@pytest.mark.django_db
def test_htmx_keeps_no_pages_evaluates_nothing_and_asks_no_other_site():
    (meta,) = page_for(None).all("meta", name="htmx-config")
    config = json.loads(meta.attributes["content"] or "")
    assert config["historyCacheSize"] == 0
    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["includeIndicatorStyles"] is False
    assert config["selfRequestsOnly"] is True


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_page_for_our_own_mistakes_needs_neither_request_nor_database(template: str):
    page = Page.of(render_to_string(template))
    assert page.all("h1")
    assert page.all("link", rel="stylesheet")


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_in_the_look_of_the_house(client: Client):
    answer = client.get("/there/is/no/such/page/")
    page = Page.of(answer.content.decode())
    assert answer.status_code == 404
    assert page.by_class("rap-band")
    assert page.all("h1")
