"""The words of the prison that does not exist: whole, alike in four languages, and blind to what nobody may look at.

Reads the texts as they lie, without the code that composes them, so that a wrong text is found where it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

WORDS = Path(__file__).parents[2] / "src" / "rapport" / "simulation" / "words"
COMPLETE = ("en", "ru", "ky", "fr")  # languages in which every text must stand
MOST_WORDS = 25  # in a passage: more cannot be read while standing on a landing
SIX_KINDS = ("landing", "yard", "workshop", "canteen", "education", "visits")
CASES = {"en": (), "fr": (), "ru": ("gen", "dat", "acc", "ins", "pre"), "ky": ("gen", "dat", "acc", "loc", "abl")}
LATIN, CYRILLIC = re.compile(r"[A-Za-zÀ-ÿŒœ]"), re.compile(r"[Ѐ-ӿ]")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

# The only ordinary texts in which everyday religious practice occurs, as it does in life.
PRACTICE = {
    "prayer_time",
    "prayer_quiet",
    "fast_supper",
    "feast_sweets",
    "beads_lost",
    "candle_mother",
    "worship_cancelled",
    "choir_practice",
}
# Stems at the beginning of a word; a trailing $ means the whole word. Nothing here is ever an indicator.
PROTECTED = {
    "en": "pray faith mosque church chapel chaplain imam$ priest bible koran quran fast$ fasts$ fasting beard"
    " halal kosher relig muslim christian islam orthodox jew$ jewish convert worship rosary beads hymn"
    " sermon scripture holy god$ allah ramadan easter christmas feast believer pious veil turban ethnic"
    " kyrgyz russian uzbek korean german tatar",
    "ru": "молит помоли молен намаз мечет церк церков часовн имам$ имама$ имаму$ священ батюшк мулл библи коран"
    " постит поста$ бород халял кошер религи мусульман христиан ислам православ еврей иуде аллах бог$"
    " бога$ богу$ богослуж чётк четки рамадан пасх рождеств верующ неверующ вера$ веры$ вере$ веру$ верой$"
    " проповед святой святая свято гимн платок чалм киргиз кыргыз русск узбек корей немец татар",
    "ky": "сыйын намаз мечит чиркөө имам молдо дин$ дини$ дини диний динчил ыйман библия куран орозо сакал"
    " халал ыбадат ибадат дуба$ теспе рамазан пасха кудай аллах мусулман христиан ислам православ жүйүт"
    " ыйык вааз соопкер чалма кыргыз орус өзбек корей немис татар",
    "fr": "pri$ prie$ prier prièr mosqu église chapel aumôn imam prêtr curé bible coran jeûn barbe$ barbu halal"
    " cacher relig musulman chrétien islam orthodox juif juive convert culte$ chapelet cantiqu sermon"
    " saint dieu$ allah ramadan pâques noël croyant foi$ voile turban ethni kirghiz russe ouzbek coréen"
    " allemand tatar",
}
# What acts and cues must never speak of besides: dress, diet, language, origin, politics, illness.
UNSPOKEN = {
    "en": "trouser sleeve cap$ shirt dress pork diet vegetarian language accent dialect tribe nation politic"
    " party ill$ sick doctor medic mad$ depress",
    "ru": "рубах одежд шапк свинин диет язык акцент земляк наци полити парти больн болезн болеет врач лекарств псих",
    "ky": "көйнөк кийим чочко диета тил$ тили$ улут жердеш саясат партия оору дарыгер доктур дары$ жинди",
    "fr": "chemise vêt habit porc$ régime langue accent origine nation politiqu parti$ malad médecin médic fou$"
    " dépress",
}


def load(name: str) -> Any:
    return yaml.safe_load((WORDS / f"{name}.yaml").read_text(encoding="utf-8"))


FILES = {path.stem: load(path.stem) for path in sorted(WORDS.glob("*.yaml"))}
ACTS = FILES["acts"]["acts"]
CUES = FILES["cues"]["cues"]
OCCASIONS = FILES["occasions"]["occasions"]
ORDINARY = FILES["ordinary"]["ordinary"]
SURNAMES = FILES["surnames"]["surnames"]
INITIALS = FILES["surnames"]["initials"]


def texts(node: Any, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a file with the place where it stands; names (surnames, initials) are no texts."""
    if isinstance(node, dict) and "en" in node:
        yield where, {language: node[language] for language in (*COMPLETE,) if language in node}
    elif isinstance(node, dict):
        for key, below in node.items():
            if key != "reviewed":
                yield from texts(below, f"{where}.{key}")
    elif isinstance(node, list):
        for place, below in enumerate(node):
            name = below.get("id", place) if isinstance(below, dict) else place
            yield from texts(below, f"{where}.{name}#{place}")


ALL = [found for name, node in FILES.items() for found in texts(node, name)]


def words_in(text: str) -> int:
    """Words as read on the page: a name is two of them."""
    return len(PLACEHOLDER.sub("V. Lasko", text).split())


def found_stems(text: str, stems: str) -> list[str]:
    """The stems with which a word of the text begins; a stem ending in $ stands for that word alone."""
    hits = []
    for word in re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", text).lower()):
        hits += [s for s in stems.split() if (word == s[:-1] if s.endswith("$") else word.startswith(s))]
    return hits


def test_every_text_stands_in_every_language() -> None:
    assert len(ALL) > 400
    missing = [
        (where, language) for where, text in ALL for language in COMPLETE if not (text.get(language) or "").strip()
    ]
    assert missing == []


def test_no_text_is_a_copy_of_the_english_or_written_in_the_wrong_script() -> None:
    wrong = []
    for where, text in ALL:
        for language in COMPLETE:
            bare = PLACEHOLDER.sub("", text[language])
            script = CYRILLIC if language in ("ru", "ky") else LATIN
            other = LATIN if language in ("ru", "ky") else CYRILLIC
            if not script.search(bare) or other.search(bare) or (language != "en" and text[language] == text["en"]):
                wrong.append((where, language, text[language]))
    assert wrong == []


def test_kyrgyz_is_not_russian() -> None:
    sentences = [(w, t) for w, t in ALL if len(t["ru"].split()) > 2]
    assert [w for w, t in sentences if t["ky"] == t["ru"]] == []
    assert all(any(letter in t["ky"] for _, t in ALL) for letter in "өүң")


def test_every_language_names_the_same_people() -> None:
    for where, text in ALL:
        named = {language: {p.split(":")[0] for p in PLACEHOLDER.findall(text[language])} for language in COMPLETE}
        assert len({frozenset(people) for people in named.values()}) == 1, (where, named)
        assert set().union(*named.values()) <= {"a", "b", "m"}, where
        assert "m" not in set().union(*named.values()) or where.startswith("ordinary"), "a movement in an act"


def test_a_text_asks_only_for_a_case_that_its_language_declines() -> None:
    for where, text in ALL:
        for language in COMPLETE:
            for placeholder in PLACEHOLDER.findall(text[language]):
                person, _, case = placeholder.partition(":")
                assert person in ("a", "b", "m"), (where, text[language])
                assert case == "" or case in CASES[language], (where, text[language])


def test_every_name_is_declined_in_both_languages() -> None:
    assert len(SURNAMES) == 80
    for name in SURNAMES:
        assert LATIN.search(name["latin"])
        for language in ("ru", "ky"):
            assert set(name[language]) == {"nom", *CASES[language]}, name["id"]
            assert all(CYRILLIC.search(form) and not LATIN.search(form) for form in name[language].values()), name["id"]
        assert name["ru"]["nom"] == name["ky"]["nom"]
        if not name["ru"]["nom"].endswith("а"):  # living beings: the accusative is the genitive
            assert name["ru"]["gen"] == name["ru"]["acc"], name["id"]
    assert len(INITIALS) == 15
    assert len({i["latin"] for i in INITIALS}) == len({i["cyrillic"] for i in INITIALS}) == 15


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("lasko", ("Ласко", "Ласко", "Ласконун", "Лаского")),
        ("orlov", ("Орловым", "Орлове", "Орловдун", "Орловго")),
        ("volsky", ("Вольским", "Вольском", "Вольскийдин", "Вольскийге")),
        ("levchuk", ("Левчуком", "Левчуке", "Левчуктун", "Левчукка")),
        ("khegai", ("Хегаем", "Хегае", "Хегайдын", "Хегайга")),
        ("lumaza", ("Лумазой", "Лумазе", "Лумазанын", "Лумазага")),
        ("sedykh", ("Седых", "Седых", "Седыхтын", "Седыхка")),
        ("vogel", ("Фогелем", "Фогеле", "Фогельдин", "Фогельге")),
    ],
)
def test_names_of_each_kind_of_ending_are_declined_as_a_speaker_would(name: str, forms: tuple[str, ...]) -> None:
    row = next(n for n in SURNAMES if n["id"] == name)
    assert (row["ru"]["ins"], row["ru"]["pre"], row["ky"]["gen"], row["ky"]["dat"]) == forms


@pytest.mark.parametrize("language", COMPLETE)
def test_the_longest_passage_that_can_be_composed_can_be_read_at_a_glance(language: str) -> None:
    occasion = max(words_in(o[kind][language]) for o, kind in product(OCCASIONS, ("marked", "plain")))
    act = max(words_in(w[language]) for a in ACTS for w in a["wordings"])
    cues = sum(max(words_in(w[language]) for w in c["wordings"]) for c in CUES)
    assert occasion + act + cues <= MOST_WORDS
    assert occasion + max(words_in(w[language]) for o in ORDINARY for w in o["wordings"]) <= MOST_WORDS


@pytest.mark.parametrize("language", COMPLETE)
def test_ordinary_life_is_told_as_shortly_and_no_more_curtly(language: str) -> None:
    lengths = [words_in(w[language]) for o in ORDINARY for w in o["wordings"]]
    acts = [words_in(w[language]) for a in ACTS for w in a["wordings"]]
    assert max(lengths) <= 18
    assert sum(lengths) / len(lengths) >= sum(acts) / len(acts)
    assert max(words_in(t[language]) for w, t in ALL if w.startswith("talk")) <= 22
    lesson = [t for w, t in ALL if w.startswith("lesson.passages")]
    assert max(words_in(t[language]) for t in lesson) <= MOST_WORDS


def test_act_and_ordinary_sentences_begin_with_the_same_man_so_that_an_occasion_may_stand_before_either() -> None:
    for thing in (*ACTS, *ORDINARY):
        for wording in thing["wordings"]:
            assert all(wording[language].startswith("{a}") for language in COMPLETE), wording
            assert all(wording[language][-1] in ".!?”»" for language in COMPLETE), wording
    for act in ACTS:
        assert all("{b" in wording["en"] for wording in act["wordings"]), act["id"]


def test_an_occasion_with_the_marker_is_as_long_as_the_one_without() -> None:
    assert len(OCCASIONS) >= 12
    for occasion in OCCASIONS:
        for language in COMPLETE:
            marked, plain = occasion["marked"][language], occasion["plain"][language]
            assert words_in(marked) == words_in(plain), (occasion["id"], marked, plain)
            assert marked.endswith(",") == plain.endswith(","), (marked, plain)
            assert language in ("ru", "ky") or marked.endswith(","), marked


@pytest.mark.parametrize("language", COMPLETE)
def test_only_marked_occasions_speak_of_religious_practice(language: str) -> None:
    for occasion in OCCASIONS:
        assert found_stems(occasion["marked"][language], PROTECTED[language]), occasion["marked"][language]
        assert not found_stems(occasion["plain"][language], PROTECTED[language]), occasion["plain"][language]


def spoken_elsewhere() -> Iterator[tuple[str, dict[str, str]]]:
    for where, text in ALL:
        told_of_practice = where.startswith("ordinary") and any(f".{name}#" in where for name in PRACTICE)
        the_lesson_of_the_twin = where.startswith("lesson") and ("twin" in where or where.endswith("reveal.lesson"))
        if not (where.startswith("occasions") or told_of_practice or the_lesson_of_the_twin):
            yield where, text


@pytest.mark.parametrize("language", COMPLETE)
def test_no_other_text_has_a_protected_word(language: str) -> None:
    found = [
        (w, t[language], hits) for w, t in spoken_elsewhere() if (hits := found_stems(t[language], PROTECTED[language]))
    ]
    assert found == []


def test_a_handful_of_ordinary_texts_speak_of_practice_and_all_of_them_do() -> None:
    assert len(PRACTICE) <= 8
    assert {o["id"] for o in ORDINARY} >= PRACTICE
    for happening in ORDINARY:
        if happening["id"] in PRACTICE:
            for language in COMPLETE:
                assert found_stems(happening["wordings"][0][language], PROTECTED[language]), (happening["id"], language)


@pytest.mark.parametrize("language", COMPLETE)
def test_acts_and_cues_never_speak_of_dress_diet_language_origin_politics_or_illness(language: str) -> None:
    for where, text in ALL:
        if where.startswith(("acts", "cues")):
            assert found_stems(text[language], UNSPOKEN[language]) == [], (where, text[language])


def test_forty_acts_stand_in_families_that_can_be_a_signal() -> None:
    assert len(ACTS) >= 40
    assert all(sum(act["family"] == family for act in ACTS) >= 6 for family in "ABC")
    for act in ACTS:
        assert act["family"] in ("A", "B", "C")
        assert act["channel"] in ("seen", "heard", "object")
        assert 0.3 <= act["salience"] <= 0.9
        assert len(act["wordings"]) >= 6
        assert act["places"]
        assert set(act["places"]) <= set(SIX_KINDS)
    for kind in SIX_KINDS:
        assert sum(kind in act["places"] for act in ACTS) >= 6, kind


def test_the_three_cues_have_words_enough_not_to_be_learnt_by_heart() -> None:
    assert {cue["id"] for cue in CUES} == {"kept_away", "asked_return", "hidden"}
    assert all(len(cue["wordings"]) >= 30 for cue in CUES)


def test_ordinary_life_goes_on_at_every_post() -> None:
    assert len(ORDINARY) >= 240
    for happening in ORDINARY:
        assert happening["channel"] in ("seen", "heard", "object")
        assert happening["family"] in (None, "D", "E", "F", "G", "H", "I")
        assert set(happening["places"]) <= set(SIX_KINDS)
        assert len(happening["wordings"]) == 1
    for kind in SIX_KINDS:
        assert sum(kind in h["places"] for h in ORDINARY) >= 18, kind
    families = Counter(h["family"] for h in ORDINARY)
    assert all(families[family] >= 5 for family in "DEFGHI")


@pytest.mark.parametrize("language", COMPLETE)
def test_there_are_two_hundred_and_fifty_passages_and_more_in_each_language(language: str) -> None:
    passages = {w[language] for thing in (*ACTS, *ORDINARY) for w in thing["wordings"]}
    assert len(passages) >= 450
    assert all(words_in(text) <= MOST_WORDS for text in passages)


def test_what_belongs_to_an_hour_says_so() -> None:
    """A happening or beginning that speaks of a time of day has hours, so that nobody prays at night in the morning."""
    of_an_hour = re.compile(r"\b(evening|dawn|midday|good night|sunset|supper|slept through the bell|dream)\b")
    timeless = {"quiz_escape", "sunset_bars"}
    things = [(o["id"], o.get("hours"), o["wordings"][0]["en"]) for o in ORDINARY]
    things += [(o["id"], o.get("hours"), o["marked"]["en"] + " " + o["plain"]["en"]) for o in OCCASIONS]
    assert [i for i, hours, text in things if of_an_hour.search(text) and not hours and i not in timeless] == []
    for _, hours, _ in things:
        assert hours is None or 0 <= hours[0] < hours[1] <= 24
    assert sum(not o.get("hours") for o in OCCASIONS) >= 8, "twins at unlock and lock-up share a beginning"


def test_there_are_two_movements_of_each_kind_and_none_is_the_kind() -> None:
    movements = FILES["movements"]["movements"]
    kinds = Counter(m["kind"] for m in movements)
    assert kinds == dict.fromkeys(("political", "ethno_nationalist", "religious", "single_issue"), 2)
    speaking = [o for o in ORDINARY if "{m}" in o["wordings"][0]["en"]]
    assert len(speaking) >= 8
    assert {o["family"] for o in speaking} <= {None, "H"}


def test_no_two_things_have_one_name_and_no_two_wordings_are_equal() -> None:
    things = {
        **{
            name: FILES[name][name]
            for name in ("acts", "cues", "occasions", "ordinary", "talk", "mornings", "nicknames")
        },
        "surnames": SURNAMES,
        **{f"places.{key}": FILES["places"][key] for key in ("kinds", "places", "slots", "approaches")},
    }
    for name, rows in things.items():
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)), name
    for language in COMPLETE:
        said = Counter(t[language] for w, t in ALL if not w.startswith("places"))
        assert [text for text, times in said.items() if times > 1] == []


def test_talk_mornings_and_the_rest_of_the_day_are_there() -> None:
    talk, mornings = FILES["talk"]["talk"], FILES["mornings"]["mornings"]
    assert len(talk) == 30
    for level in ("low", "middle", "high"):
        assert sum(len(t["wordings"]) for t in talk if t["trust"] == level) >= 20, "one for every slot of a walk"
    for morning in mornings:
        enough = 27 if morning["id"] == "quiet" else 9
        assert len(morning["wordings"]) >= enough or morning["id"] in {"posts_empty", "report_read"}, morning["id"]
    told = {"trust_up", "trust_down", "restricted", "returned", "check_idle", "check_found", "posts_empty"}
    assert told | {"talk_remembered", "report_read", "quiet"} <= {m["id"] for m in mornings}
    assert len(FILES["rest_of_day"]["rest_of_day"]) >= 20
    assert not any("{" in line["en"] for line in FILES["rest_of_day"]["rest_of_day"])
    assert len(FILES["nicknames"]["nicknames"]) == 40
    assert [s["time"] for s in FILES["places"]["slots"]] == [
        "07:00",
        "08:30",
        "10:30",
        "12:00",
        "13:30",
        "15:00",
        "17:00",
    ]


def test_the_twins_of_the_first_lesson_differ_in_the_marker_alone() -> None:
    worry, innocent, twin = FILES["lesson"]["passages"]
    assert worry["harmful"]
    assert not innocent["harmful"]
    assert not twin["harmful"]
    assert (innocent["act"], innocent["cues"]) == (twin["act"], twin["cues"])
    assert (innocent["marked"], twin["marked"]) == (False, True)
    known = {act["id"] for act in ACTS}
    assert {p["act"] for p in (worry, innocent, twin)} <= known
    for language in COMPLETE:
        one, other = (p["wordings"][0][language] for p in (innocent, twin))
        assert one.split("{a}", 1)[1] == other.split("{a}", 1)[1]
        assert words_in(one) == words_in(other)


def test_the_first_report_tells_what_was_seen_and_what_is_thought_and_nothing_from_hearsay() -> None:
    lesson = FILES["lesson"]
    assert set(lesson["report"]) == {"seen", "view"}
    assert {"worry", "twins", "lesson", "question"} <= set(lesson["reveal"])
    assert all(
        "{" not in text[language]
        for part in ("analyst", "reveal")
        for text in lesson[part].values()
        for language in COMPLETE
    )


def test_every_file_says_which_languages_a_speaker_has_reviewed() -> None:
    for name, node in FILES.items():
        assert set(node["reviewed"]) == set(COMPLETE), name
