"""How much of what is looked for is found, and how much of what is found was looked for, in each language.

Through the index of the engine itself. The table stands in `docs/performance.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rapport.language import analysis
from rapport.search import engine, services
from rapport.search.kinds import Indexing, Record

KNOWN: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("known_answers.yaml").read_text(encoding="utf-8")
)
HOUSE = Path(__file__).resolve().parents[2]
LEAST = 0.9


def measured(language: str) -> tuple[float, float, list[str]]:
    """Recall and precision over all pairs of a question and a text, and what was missed or was too much."""
    known = KNOWN[language]
    services.index_many(
        language,
        [Indexing(Record(n, f"AAA-{n:05}", 1, 1, 1), (text,)) for n, text in known["texts"].items()],
    )
    right = wanted = given = 0
    odd = []
    for words, answers in known["asked"].items():
        groups = [{f"0k{language}1"}, *(one.tokens for one in analysis.asked(words))]
        found = set(engine.bare(language, groups, most=99))
        right += len(found & set(answers))
        wanted += len(answers)
        given += len(found)
        odd += [f"{words}: missed {n}" for n in set(answers) - found]
        odd += [f"{words}: also {n}" for n in found - set(answers)]
    return right / wanted, right / given, odd


@pytest.mark.parametrize("language", sorted(KNOWN))
def test_nearly_all_is_found_and_hardly_anything_else(db: None, language: str) -> None:
    recall, precision, odd = measured(language)
    assert recall >= LEAST, odd
    assert precision >= LEAST, odd
    texts, questions = len(KNOWN[language]["texts"]), len(KNOWN[language]["asked"])
    row = f"| {language} | {texts} | {questions} | {recall:.2f} | {precision:.2f} |"
    assert row in (HOUSE / "docs" / "performance.md").read_text(encoding="utf-8"), row


def test_every_answer_is_a_text_that_is_there() -> None:
    for known in KNOWN.values():
        assert all(answer in known["texts"] for answers in known["asked"].values() for answer in answers)
        assert len(known["asked"]) >= 8
