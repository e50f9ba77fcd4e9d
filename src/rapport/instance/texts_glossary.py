"""The glossary's page, made from its data: `docs/glossary.md` is never written by hand."""

from pathlib import Path
from typing import Any

import yaml

from rapport.instance.words import LOCALE

GLOSSARY = LOCALE.parent / "glossary.yaml"
GLOSSARY_PAGE = LOCALE.parents[3] / "docs" / "glossary.md"
HEAD = """# Glossary

One word for one thing, in code, on pages and in documents, in four languages. A new word is agreed here first.

This page is made from `src/rapport/language/glossary.yaml` by `rapport texts glossary`; correct it there. The pages'
catalogues are held to it by a test. {reviewed}
"""


def glossary(path: Path = GLOSSARY) -> dict[str, Any]:
    """The glossary as data: parts, terms, homographs."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def glossary_page() -> str:
    """The glossary as a page: a table for each part of the field."""
    data = glossary()
    waiting = [
        name
        for code, name in (("ru", "Russian"), ("ky", "Kyrgyz"), ("fr", "French"))
        if data["reviewed"].get(code) is None
    ]
    remark = f"No speaker has yet reviewed: {', '.join(waiting)}." if waiting else ""
    return "\n".join([HEAD.format(reviewed=remark).rstrip() + "\n", *(_part(data, part) for part in data["parts"])])


def _part(data: dict[str, Any], part: dict[str, Any]) -> str:
    rows = [
        f"| **{term['en']}** | {term['ru']} | {term['ky']} | {term['fr']} | {term['definition']} |"
        for term in data["terms"]
        if term["part"] == part["id"]
    ]
    head = ["| English | Русский | Кыргызча | Français | what is meant |", "|---|---|---|---|---|"]
    return "\n".join([f"## {part['title']['en']}", "", *head, *rows, ""])
