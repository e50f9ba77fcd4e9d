"""Two written names: whether they can be one person's, and why.

`name_pairs_before.csv` was written before the code. `name_pairs_between.csv` was written after the first version was
frozen (F1 .955 on it, unseen) and then looked at to make the second. `name_pairs_after.csv` was written after the
second was frozen, and nothing was tuned on it. `name_pairs_fresh.csv` was written later, by somebody who had not read
the code (F1 .924 on it, unseen); then the tables were made larger and *Jean-Pierre* two words. `name_pairs_unseen.csv`
was written from the list of phenomena alone (F1 .930 on it, unseen, plain Levenshtein .706); then general rules and
the list of English and French names were mended (.965 on it).

All five then became what the third version was made with, and `name_pairs_classes.csv` was written for it, class by
class, before each class had a rule (F1 .700 on its first 483 pairs, .906 on the next 216, by the version of that
moment; tuned on since, so that it proves nothing by itself). `name_pairs_new.csv` was written meanwhile by somebody
who had not read the code, and was opened once, after the third version was frozen: F1 .961, precision .963, recall
.960, where the second had .918 and plain Levenshtein .530 (.638 if it calls everything the same). Nothing was changed
after. Nine of its eleven misses are one word beside a whole name, which is too little here on purpose. All people are
invented.
"""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from rapport.language.names import THRESHOLD, Reason, compare, keys
from rapport.language.naming import parse
from rapport.language.sounds import readings

HERE = Path(__file__).parent
TABLES = HERE.parents[1] / "src/rapport/language/tables"


def labelled(half: str) -> list[dict[str, str]]:
    with (HERE / f"name_pairs_{half}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BEFORE, BETWEEN, AFTER = labelled("before"), labelled("between"), labelled("after")
FRESH, UNSEEN, CLASSES, NEW = labelled("fresh"), labelled("unseen"), labelled("classes"), labelled("new")


def f1(pairs: list[dict[str, str]], answers: list[bool]) -> float:
    right = Counter((answer, pair["same"] == "1") for answer, pair in zip(answers, pairs, strict=True))
    return 2 * right[True, True] / (2 * right[True, True] + right[True, False] + right[False, True])


def levenshtein(pair: dict[str, str]) -> float:
    return Levenshtein.normalized_similarity(pair["a"].lower(), pair["b"].lower())


def test_the_labelled_set_is_large_and_holds_both_answers_in_both_halves() -> None:
    assert len(BEFORE) + len(AFTER) >= 1_000
    for half in (BEFORE, AFTER):
        assert len(half) >= 500
        assert 0.4 < sum(pair["same"] == "1" for pair in half) / len(half) < 0.6
        assert len({pair["kind"] for pair in half}) >= 15


@pytest.mark.parametrize(
    ("half", "lead"),
    # The fresh set has many plain spellings of one name, which counting letters finds too; of the classes three in four
    # are the same, which is found by calling everything the same.
    [(BEFORE, 0.2), (BETWEEN, 0.2), (AFTER, 0.2), (FRESH, 0.15), (UNSEEN, 0.2), (CLASSES, 0.1), (NEW, 0.3)],
    ids=["before", "between", "after", "fresh", "unseen", "classes", "new"],
)
def test_names_are_told_apart_far_better_than_by_counting_letters(half: list[dict[str, str]], lead: float) -> None:
    ours = f1(half, [compare(pair["a"], pair["b"]).same for pair in half])
    # Plain Levenshtein gets the threshold that suits it best on the first half.
    near = [levenshtein(pair) for pair in BEFORE]
    threshold = max((n / 100 for n in range(1, 100)), key=lambda t: f1(BEFORE, [score >= t for score in near]))
    plain = f1(half, [levenshtein(pair) >= threshold for pair in half])
    assert ours >= 0.95, f"F1 {ours:.4f}, plain Levenshtein {plain:.4f} at {threshold}"
    assert ours > plain + lead


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Жаныбеков Эркин", "Janybekov Erkin"),
        ("Жаныбеков Эркин", "Zhanybekov Erkin"),
        ("Асан уулу Бакыт", "Bakyt Asan uulu"),
        ("Марат кызы Айгерим", "Айгерим Марат кызы"),
        ("Өмүрбек уулу Үсөн", "Омурбек уулу Усон"),
        ("Александр Плотников", "Плотников Саша"),
        ("Александр", "Саша"),
        ("Иванов Иван Петрович", "Иванов И. П."),
        ("Иванов Иван Петрович", "Иванов Иван"),
        ("Иванов Иван Петрович", "Ивановым Иваном Петровичем"),
        ("Токтогулов Бакыт", "Toktogoulov Bakyt"),
        ("Токтогулов Бакыт", "Токтоулов Бакыт"),
        ("Токтогулов Бакыт", "Токтогулов Бакыттын"),
        ("Чубаков Урмат", "Чубакова Урмата"),
        ("De La Cruz Mateo", "Delacruz Mateo"),
        ("Байгазиев Улукбек", "Baigaziyev Ulugbek"),
        ("Дюбуа Жан", "Дюбуа Жана"),
        ("Fktrcfylh Bdfyjd", "Александр Иванов"),
        ("Гийом Бернар", "Guillaume Bernard"),
        ("Дооронбек Сыргаков", "Доке Сыргаков"),
        ("Szczerbakow Jurij", "Щербаков Юрий"),
        ("Нұрланқызы Айгүл", "Нурлан кызы Айгуль"),
        ("Hassan al-Rashid", "Hassan Rashid"),
        ("Рыжов АП", "Рыжов Антон Павлович"),
        ("Рыжова-Котова Анна", "Котова Анна"),
        ("Rуzhоv Аntоn", "Ryzhov Anton"),
    ],
)
def test_one_name_in_many_hands_is_one_name(a: str, b: str) -> None:
    assert compare(a, b).same, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Erkin", "Erkinbek"),
        ("Эркин Сыдыков", "Erkinbek Sydykov"),
        ("Fernández", "Hernández"),
        ("Luis Fernández", "Luis Hernández"),
        ("Марат Алиев", "Мурат Алиев"),
        ("Асан уулу Бакыт", "Бакыт уулу Асан"),
        ("Асан уулу Бакыт", "Асан кызы Бакыт"),
        ("Иванов Иван Петрович", "Иванов Иван Сергеевич"),
        ("Иванов Иван", "Иванов П."),
        ("Саша Иванов", "Алексей Иванов"),
        ("Иванов Иван", "Иваненко Иван"),
        ("Michel Fontanel", "Michèle Fontanel"),
        ("Айзада Осмонова", "Айза Осмонова"),
        ("Чубаков Жаныл", "Чубакова Жаныл"),
        ("Anthony Marlow Jr.", "Anthony Marlow Sr."),
        ("Александр Котов", "Александра Котова"),
        ("Jean-Pierre Lacombe", "Jean-Paul Lacombe"),
        ("Хромов Антон", "Хромцов Антон"),
        ("John F. Marlow", "John Robert Marlow"),
        ("Harris Tom", "Harrison Tom"),
        ("Jean Lacombe", "Jeanne Lacombe"),
        ("Али Асанов", "Алим Асанов"),
    ],
)
def test_two_names_that_look_alike_are_two_names(a: str, b: str) -> None:
    assert not compare(a, b).same, compare(a, b)


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        ("Иванов Иван Петрович", "Иванов Иван", Reason.FATHER_LEFT_OUT),
        ("Иванов Иван Петрович", "Иванов Иван Сергеевич", Reason.FATHER_CONTRADICTED),
        ("Иванов Иван Петрович", "Иванов И. С.", Reason.FATHER_CONTRADICTED),
        ("Асан уулу Бакыт", "Асан кызы Бакыт", Reason.CHILD_CONTRADICTED),
        ("Асан уулу Бакыт", "Асан Бакыт", Reason.PARTICLE_LEFT_OUT),
        ("Иванов Иван", "Иван Иванов", Reason.OTHER_ORDER),
        ("Иванов Иван", "Ivanov Ivan", Reason.OTHER_SCRIPT),
        ("Үсөнов Улан", "Усонов Улан", Reason.OTHER_SPELLING),
        ("Иванов Иван", "Иванову Ивану", Reason.INFLECTED),
        ("Иванов Иван", "Иванов Ваня", Reason.SHORT_FORM),
        ("Иванов Иван", "Иванов И.", Reason.INITIAL),
        ("Иванов Иван", "Иванов П.", Reason.INITIAL_CONTRADICTED),
        ("Токтогулов Бакыт", "Токтоулов Бакыт", Reason.SLIP),
        ("Токтогулов Бакыт", "Токтогулов Бактияр", Reason.OTHER_NAME),
        ("Иванов", "Иванов Иван", Reason.TOO_LITTLE),
        ("", "Иванов Иван", Reason.NOTHING),
    ],
)
def test_every_answer_says_why(a: str, b: str, reason: Reason) -> None:
    assert reason in compare(a, b).reasons


def test_a_family_name_alone_is_too_little_for_a_whole_name() -> None:
    assert not compare("Иванов", "Иванов Иван").same
    assert not compare("Иван Иванов", "И.").same


def test_a_father_left_out_and_a_father_contradicted_are_two_different_things() -> None:
    whole, short, other = "Иванов Иван Петрович", "Иванов Иван", "Иванов Иван Сергеевич"
    assert compare(whole, short).score > THRESHOLD > compare(whole, other).score


def test_a_woman_and_a_man_of_one_family_are_two_people_where_the_father_says_so() -> None:
    assert not compare("Иванов Александр Петрович", "Иванова Александра Петровна").same


words = st.sampled_from(sorted({word for pair in BEFORE for name in (pair["a"], pair["b"]) for word in name.split()}))
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(names, names)
def test_it_does_not_matter_which_name_comes_first(a: str, b: str) -> None:
    assert compare(a, b) == compare(b, a)
    assert 0 <= compare(a, b).score <= 1


@settings(deadline=None)
@given(names)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    if parse(name).names:
        assert compare(name, name).same


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60), st.one_of(names, st.text(max_size=60)))
def test_whatever_is_typed_gets_an_answer(a: str, b: str) -> None:
    assert 0 <= compare(a, b).score <= 1


@pytest.mark.parametrize("half", [BEFORE, BETWEEN, AFTER], ids=["before", "between", "after"])
def test_nearly_all_names_that_are_the_same_can_be_looked_up_under_a_shared_key(half: list[dict[str, str]]) -> None:
    same = [pair for pair in half if compare(pair["a"], pair["b"]).same and pair["same"] == "1"]
    assert sum(bool(keys(pair["a"]) & keys(pair["b"])) for pair in same) / len(same) > 0.99


def test_one_sound_for_one_name_in_four_hands() -> None:
    assert set(readings("Щербаков")) & set(readings("Shcherbakov")) & set(readings("Chtcherbakov"))
    assert set(readings("Щербаков")) & set(readings("Schtscherbakow"))


class _Strict(yaml.SafeLoader):
    """YAML that refuses a key written twice, of which SafeLoader silently keeps the last."""


def _unique(loader: _Strict, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    written = [loader.construct_object(key, deep=True) for key, _ in node.value]
    doubled = [key for key, count in Counter(written).items() if count > 1]
    assert not doubled, f"written twice: {doubled}"
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique)


@pytest.mark.parametrize("path", sorted(TABLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_table_says_a_thing_twice(path: Path) -> None:
    assert yaml.load(path.read_text(encoding="utf-8"), _Strict)  # noqa: S506
