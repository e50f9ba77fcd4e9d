"""The typed parts of a scenario: places, posts, slots, officers, and its parameters as integers.

Units: shares are uint32 thresholds (0 … 2**32), factors are thousandths, evidence is micro-nats, trust and ties run 0
… 1000.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WALLED_KINDS = frozenset({"worship", "legal_visits", "health", "complaints"})
APPROACHES = ("watch", "with_people", "check", "write")
CHANNELS = ("seen", "heard", "object")
LANGUAGES = ("en", "ru", "ky", "fr")
MOVEMENT_KINDS = ("political", "ethno_nationalist", "religious", "single_issue")
ANY_WORK = "any"

Text = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """A place on the plan; `parent` is the index of the place it lies in, or -1. Coordinates are for drawing only."""

    index: int
    id: str
    kind: str
    code: str
    parent: int
    x: float
    y: float
    w: float
    h: float
    name: Text


@dataclass(frozen=True)
class Post:
    """Where an officer can stand. `sees` maps place index to line of sight in thousandths; `at` is the index of its
    own place.
    """

    index: int
    id: str
    at: int
    sees: Mapping[int, int]


@dataclass(frozen=True)
class Move:
    """Men of this work go to this place, each with this share (a threshold)."""

    work: str
    to: int
    share: int


@dataclass(frozen=True)
class Slot:
    """One of the seven parts of a day."""

    index: int
    id: str
    clock: str
    anchor: bool
    name: Text
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class OfficerSeat:
    """Somebody on duty: a trainee's seat, or a simulated colleague. `criterion` (micro-nats) is from when on this one
    reports, if not from the common one: a colleague who looks the other way has a high one.
    """

    index: int
    id: str
    simulated: bool
    criterion: int | None = None


@dataclass(frozen=True)
class Cell:
    """A cell and its number of beds; `place` and `landing` are place indexes."""

    place: int
    landing: int
    beds: int


@dataclass(frozen=True)
class Trust:
    """What moves trust (0 … 1000), all of it public: trust is a function of logged acts."""

    start_low: int
    start_high: int
    talk: int
    with_people: int
    with_people_reaches: int
    idle_check: int
    restricted: int
    restricted_friends: int
    supported: int
    returns_milli: int
    middle_from: int
    high_from: int

    def level(self, value: int) -> int:
        """0 low, 1 middle, 2 high."""
        return int(value >= self.middle_from) + int(value >= self.high_from)


@dataclass(frozen=True)
class Ties:
    """How contacts come about and how ties (0 … 1000) follow them."""

    each: int
    start: int
    grows: int
    fades: int
    meeting: int
    meeting_tied: int


@dataclass(frozen=True)
class CaseForm:
    """How many cases there are and what they have in common, whatever their kind.

    `centre`: whether the man at the centre of a case acts half the time ("either") or is always the one to whom things
    are done ("acted_upon"). `places`: "apart" puts the events of a case at places of their own. Twins that are not at
    anchors are at chosen posts.
    """

    count: int
    cast: int
    at_anchors: int
    at_chosen: int
    most_in_a_slot: int
    harmful: str
    benign: tuple[str, ...]
    names: Mapping[str, Text]
    twin_pairs: int
    twin_pairs_at_anchors: int
    centre: str = "either"
    places: str = "any"

    @property
    def events(self) -> int:
        """Events of one case."""
        return self.at_anchors + self.at_chosen


@dataclass(frozen=True)
class Law:
    """How acts and cues are drawn, given the kind. Bands, not weights: the weights are redrawn for every seed."""

    act_band_milli: int
    act_spread: int
    cue_harmful: int
    cue_benign: int
    cue_harmful_milli: int
    cue_benign_milli: int
    stages: int
    moves_on: tuple[int, int, int]


@dataclass(frozen=True)
class Seeing:
    """The constants of perception; probabilities here are in parts per million."""

    crowd: int
    least_ppm: int
    most_ppm: int
    anchor_ppm: int
    passages: int
    reach: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class ColleagueForm:
    """Skill, criterion and bias of the simulated officers (evidence in micro-nats), and as thresholds how often one
    forgets to write, passes on what a colleague told him, and writes in full or at least not vaguely.
    """

    d_a_milli: int
    criterion: int
    bias: int
    ordinary: int
    forgets: int
    passes_on: int
    full: int
    not_vague: int


@dataclass(frozen=True)
class OrdinaryLife:
    """How much happens that belongs to nobody's case."""

    rate: int
    rate_played: int
    least_at_a_post: int
    salience_milli: int


@dataclass(frozen=True)
class TruthLevel:
    """One of the three truths, and the share of worlds that have it (a threshold)."""

    id: str
    true_cases: int
    prior: int


@dataclass(frozen=True)
class FormCounts:
    """What a form promises: passages a page, events and true cases (in the full truth), look-alikes, pairs of twins."""

    played: int
    passages: int
    cases: int
    true_cases: int
    events_of_a_case: int
    twin_pairs: int


WALK, SHIFT = "walk", "shift"
FORMS: Mapping[str, FormCounts] = {
    WALK: FormCounts(played=20, passages=4, cases=8, true_cases=2, events_of_a_case=3, twin_pairs=4),
    SHIFT: FormCounts(played=20, passages=5, cases=16, true_cases=4, events_of_a_case=3, twin_pairs=12),
}
