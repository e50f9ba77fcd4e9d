"""What kernels are given, as tuples of columns: documented here, read everywhere.

Units: shares and chances are thresholds in 0 … 2**32; trust, grievance, need and the strength of a tie lie in
0 … 1000; factors and weights are thousandths; times are in slots, seven a day, counted from the first.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

SLOTS = 7
EACH = 8
CAST = 4
MEMORY = 2
LANDING, YARD, WORKSHOP, EDUCATION, VISITS, CANTEEN, CELL = range(7)
PLACES = ("landing", "yard", "workshop", "education", "visits", "canteen", "cell")
SUSCEPTIBLE, DRAWN_IN, RECRUITING, EMPTY = range(4)
WATCH, WITH_PEOPLE = 1, 2
APPROACHES = ("watch", "with_people")
CHANNELS = ("seen", "heard", "object")
BED_BITS = 17
BED = (1 << BED_BITS) - 1
NOBODY = -1

COUNTERS = (
    "prisoners",
    "meetings",
    "meetings_tied",
    "staff_contacts",
    "searches",
    "insults",
    "visits_cancelled",
    "happenings",
    "case_events",
    "harmful_events",
    "in_sight",
    "shown",
    "harmful_shown",
    "convinced",
    "converted",
    "left",
    "arrived",
    "susceptible",
    "drawn_in",
    "recruiting",
    "empty",
    "ties",
    "friends",
    "trust",
    "grievance",
    "need",
    "locked",
)
(
    N_PRISONERS,
    N_MEETINGS,
    N_TIED,
    N_STAFF,
    N_SEARCHES,
    N_INSULTS,
    N_CANCELLED,
    N_HAPPENINGS,
    N_CASE_EVENTS,
    N_HARMFUL,
    N_IN_SIGHT,
    N_SHOWN,
    N_HARMFUL_SHOWN,
    N_CONVINCED,
    N_CONVERTED,
    N_LEFT,
    N_ARRIVED,
    N_SUSCEPTIBLE,
    N_DRAWN_IN,
    N_RECRUITING,
    N_EMPTY,
    N_TIES,
    N_FRIENDS,
    N_TRUST,
    N_GRIEVANCE,
    N_NEED,
    N_LOCKED,
) = range(len(COUNTERS))

Column = NDArray[Any]


class Rules(NamedTuple):
    """Every number of a scenario that is one number. Rates of influence are chances a slot."""

    beds_in_a_cell: int
    habit: int
    meeting: int
    meeting_tied: int
    tie_first: int
    tie_grows: int
    tie_fades: int
    tie_friend: int
    conversion: int
    reinforcement: int
    recruits_at_once: int
    turnover: int
    drawn_in_leaves: int
    recruiter_leaves: int
    begins_recruiting: int
    ceases_recruiting: int
    by_grievance: int
    by_need: int
    by_trust: int
    by_ties: int
    by_friendship: int
    leaving_by_trust: int
    trust_low: int
    trust_high: int
    trust_with_people: int
    trust_reaches: int
    trust_search: int
    trust_insult: int
    trust_cancelled: int
    trust_returns: int
    talking: int
    search: int
    insult: int
    cancelled: int
    grievance_usual: int
    grievance_by_need: int
    grievance_by_trust: int
    grievance_moves: int
    grievance_search: int
    grievance_insult: int
    grievance_cancelled: int
    need_usual: int
    need_relief: int
    need_locked: int
    need_idle: int
    need_lonely: int
    happening: int
    crowd: int
    sight: int
    least_ppm: int
    most_ppm: int
    case_pace: int
    cue_harmful: int
    cue_benign: int
    stages: int
    on_low: int
    on_middle: int
    on_high: int
    middle_from: int
    high_from: int
    marked: int


class Tables(NamedTuple):
    """`bounds[slot, work, place]`, `work`, `acts_*` and `kinds` are cumulative thresholds; `harmful[kind]` is 0 or
    1.
    """

    bounds: Column
    work: Column
    staffed: Column
    reach: Column
    acts_benign: Column
    acts_harmful: Column
    act_channel: Column
    act_salience: Column
    ordinary_channel: Column
    ordinary_salience: Column
    kinds: Column
    harmful: Column


class Prisons(NamedTuple):
    """By establishment: its first bed, how many places of each kind, how many corners each has in each slot, its
    first case.
    """

    first: Column
    instances: Column
    corners: Column
    first_case: Column


class Men(NamedTuple):
    """By bed: who is in it and how he is. A tie is one number, strength · 2**17 + bed + 1, and 0 is none: the weakest
    is the least, and eight lie in one line of memory.
    """

    turn: Column
    wing: Column
    work: Column
    state: Column
    trust: Column
    grievance: Column
    need: Column
    confined_until: Column
    convinced: Column
    ties: Column


class Cases(NamedTuple):
    """By case: its turn (a case that is over makes room for another), kind, stage and cast (numbers of men)."""

    turn: Column
    kind: Column
    stage: Column
    cast: Column


class Log(NamedTuple):
    """Columns × rows to be written, and how many rows of each (`rows`). Without room nothing is written and everything
    is counted.
    """

    contacts: Column
    events: Column
    exposures: Column
    rows: Column


def no_log() -> Log:
    """Counters instead of rows."""
    return log_for(contacts=0, events=0, exposures=0)


def log_for(*, contacts: int, events: int, exposures: int) -> Log:
    """Room for so many rows."""
    return Log(
        np.empty((4, contacts), dtype=np.int32),
        np.empty((15, events), dtype=np.int64),
        np.empty((9, exposures), dtype=np.int64),
        np.zeros(3, dtype=np.int64),
    )
