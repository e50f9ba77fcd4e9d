"""Words: what an officer reads, composed from short reviewed sentences in four languages.

A passage is  [occasion] + one act + one sentence for each cue that is present,  at most 25 words in every language.
The occasion (with or without a marker of everyday religious practice) is a part of its own, so that a marker changes
nothing else. Events hold a *wording*: which sentences, about whom. The sentences themselves stand in the YAML files
of this folder and may be corrected without changing any byte of a world; adding or removing one changes the
vocabulary's `shape` and with it the hash of every scenario.

A text that is not yet written in a language is shown in the nearest one that is (`NEAREST`); `Vocabulary.missing`
counts them.
"""

from rapport.simulation.words.speaking import (
    FULL,
    QUALITIES,
    SHORT,
    VAGUE,
    heard,
    is_marked,
    movement_name,
    nickname,
    parts,
    person_name,
    persons,
    provenance,
    render,
    report,
    title,
)
from rapport.simulation.words.stock import (
    CUES,
    FOLDER,
    LANGUAGES,
    LONGEST,
    NEAREST,
    Act,
    Answer,
    Cue,
    Hours,
    Morning,
    Movement,
    Occasion,
    Ordinary,
    People,
    Provenance,
    Surname,
    Text,
    Vocabulary,
    Wording,
    load,
    vocabulary,
)

__all__ = [
    "CUES",
    "FOLDER",
    "FULL",
    "LANGUAGES",
    "LONGEST",
    "NEAREST",
    "QUALITIES",
    "SHORT",
    "VAGUE",
    "Act",
    "Answer",
    "Cue",
    "Hours",
    "Morning",
    "Movement",
    "Occasion",
    "Ordinary",
    "People",
    "Provenance",
    "Surname",
    "Text",
    "Vocabulary",
    "Wording",
    "heard",
    "is_marked",
    "load",
    "movement_name",
    "nickname",
    "parts",
    "person_name",
    "persons",
    "provenance",
    "render",
    "report",
    "title",
    "vocabulary",
]
