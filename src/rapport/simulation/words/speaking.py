"""Sentences and names: a wording made into what an officer reads, in his language."""

import json
import re
from typing import Any

from rapport.simulation.words.stock import NEAREST, People, Text, Wording, vocabulary

_CYRILLIC = frozenset({"ru", "ky"})
_PLACEHOLDER = re.compile(r"\{([ab])(?::(\w+))?\}")
_MOVEMENT = "{m}"
_ELIDED = {"de un autre": "d'un autre", "que un autre": "qu'un autre"}

FULL, SHORT, VAGUE = "full", "short", "vague"
QUALITIES = (FULL, SHORT, VAGUE)
_SENTENCES = {FULL: None, SHORT: 2, VAGUE: 1}


# ---- names -------------------------------------------------------------------------------------------------


def _cell(people: People, column: str, person: int) -> Any:
    value = people[column][person]
    return value.as_py() if hasattr(value, "as_py") else value


def person_name(people: People, person: int, language: str, *, case: str = "nom") -> str:
    """ "V. Lasko" or "В. Ласко", in the case a Russian or Kyrgyz sentence asks for."""
    words = vocabulary()
    surname = words.by_surname[_cell(people, "surname", person)]
    initial = _cell(people, "initial", person)
    if language not in _CYRILLIC:
        return f"{initial}. {surname.latin}"
    forms = surname.forms[language]
    return f"{dict(words.initials)[initial]}. {forms.get(case, forms['nom'])}"


def nickname(people: People, person: int, language: str) -> str:
    """The name by which officers know a man, or nothing."""
    known = _cell(people, "nickname", person)
    return _text(vocabulary().nicknames[known], language)[0] if known else ""


def movement_name(movement: str, language: str) -> str:
    """The name of a movement, in its quotation marks."""
    return _text(vocabulary().by_movement[movement].name, language)[0]


def provenance(which: str, variant: int, language: str) -> str:
    """How a report of a drill came to us."""
    return _text(vocabulary().by_provenance[which].wordings[variant], language)[0]


# ---- sentences ---------------------------------------------------------------------------------------------


def render(wording: str | Wording, people: People, language: str) -> str:
    """The sentence an officer reads: at most 25 words."""
    return " ".join(parts(wording, people, language))


def parts(wording: str | Wording, people: People, language: str) -> list[str]:
    """The sentences of a wording, one by one: what happened (with its occasion), then a sentence for each cue."""
    what = _wording(wording)
    sentences = [_filled(text, what, people, language) for text in _texts(what)]
    beginning = _occasion(what)
    if beginning is None:
        return sentences
    opening, used = _text(beginning, language)
    first = _texts(what)[0]
    body = sentences[0] if _text(first, used)[0].startswith("{") else sentences[0][:1].lower() + sentences[0][1:]
    return [f"{opening} {body}", *sentences[1:]]


def persons(wording: str | Wording, *, quality: str = FULL) -> list[int]:
    """The people named in a wording, in order; of a report, those whom a report of this quality names."""
    what = _wording(wording)
    return [what[letter] for letter in _named(what, quality) if what.get(letter, -1) >= 0]


def report(wording: str | Wording, people: People, language: str, *, quality: str = FULL) -> str:
    """What a colleague writes of a passage. `full`: all of it. `short`: without its beginning, with one cue at most.
    `vague`: the act alone, and the second man without his name.
    """
    what = _wording(wording)
    if quality == FULL:
        return render(what, people, language)
    unnamed = frozenset("ab").difference(_named(what, quality))
    told = _texts(what)[: _SENTENCES[quality]]
    return " ".join(_filled(text, what, people, language, unnamed=unnamed) for text in told)


def heard(it: str, variant: int, language: str) -> str:
    """What a colleague told, as another passes it on."""
    return f"{_text(vocabulary().retold.heard[variant], language)[0]} {it}"


def is_marked(wording: str | Wording) -> bool:
    """Whether the passage mentions everyday religious practice in its occasion."""
    occasion = _wording(wording).get("occasion")
    return bool(occasion and occasion[1])


def title(act: str, language: str) -> str:
    """The short neutral name of an act, for a row of the debrief."""
    return _text(vocabulary().by_act[act].title, language)[0]


def _wording(wording: str | Wording) -> Wording:
    return json.loads(wording) if isinstance(wording, str) else wording


def _text(text: Text, language: str) -> tuple[str, str]:
    for nearest in NEAREST[language]:
        if nearest in text:
            return text[nearest], nearest
    raise KeyError(language)


def _occasion(what: Wording) -> Text | None:
    if "occasion" not in what:
        return None
    which, marked = what["occasion"]
    pair = vocabulary().occasions[which]
    beginning: Text = pair.marked if marked else pair.plain
    return beginning


def _texts(what: Wording) -> list[Text]:
    words, form, variant = vocabulary(), what["form"], what.get("variant", 0)
    if form == "case":
        cues = {cue.id: cue for cue in words.cues}
        return [words.by_act[what["act"]].wordings[variant], *(cues[cue].wordings[k] for cue, k in what["cues"])]
    if form == "claim":
        return [words.by_act[what["act"]].wordings[variant]]
    if form == "ordinary":
        return [words.by_ordinary[what["act"]].wordings[variant]]
    if form == "talk":
        return [words.by_answer[what["act"]].wordings[variant]]
    if form == "morning":
        return [words.mornings[what["act"]].wordings[variant]]
    if form == "rest_of_day":
        return [words.rest_of_day[variant]]
    raise ValueError(f"there is no wording of the form {form!r}")


def _named(what: Wording, quality: str) -> list[str]:
    """Which of the two men a report of this quality names: "a", "b"."""
    texts = _texts(what)[: _SENTENCES[quality]]
    found = {match.group(1) for text in texts for match in _PLACEHOLDER.finditer(text["en"])}
    named = [letter for letter in ("a", "b") if letter in found]
    return named[:1] if quality == VAGUE else named


def _filled(text: Text, what: Wording, people: People, language: str, *, unnamed: frozenset[str] = frozenset()) -> str:
    sentence, used = _text(text, language)
    if _MOVEMENT in sentence:
        sentence = sentence.replace(_MOVEMENT, movement_name(what["m"], used))

    def name(found: re.Match[str]) -> str:
        letter, case = found.group(1), found.group(2) or "nom"
        return _somebody(used, case) if letter in unnamed else person_name(people, what[letter], used, case=case)

    said = _PLACEHOLDER.sub(name, sentence)
    return _joined(said) if unnamed else said


def _somebody(language: str, case: str) -> str:
    retold = vocabulary().retold
    return retold.declined.get(language, {}).get(case, retold.somebody[language])


def _joined(sentence: str) -> str:
    """With the elisions that a name did not need, and a capital at the beginning and after a full stop."""
    for apart, together in _ELIDED.items():
        sentence = sentence.replace(apart, together)
    return re.sub(r"(^|[.!?] )(\w)", lambda m: m.group(1) + m.group(2).upper(), sentence)
