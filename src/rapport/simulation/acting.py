"""Acts upon one wing: which can be done now, and what they do at once.

What follows later (a talk's answer, a morning's lines) follows from the state in `slots`.
"""

from collections.abc import Callable

from rapport.simulation import acts, contacts, perception
from rapport.simulation.scenario import Scenario
from rapport.simulation.state import State

_SLOTS = 7


def require(scenario: Scenario, state: State, act: acts.Act, *, open_posts: Callable[[], list[str]]) -> None:
    """Raise `ActRefused`, with a code, if this cannot be done now. `open_posts` gives those of the next chosen slot."""
    if state.clock // _SLOTS >= scenario.days:
        raise acts.ActRefused("ended", "the last day is over")
    person = getattr(act, "person", 0)
    if not 0 <= person < scenario.population:
        raise acts.ActRefused("nobody", f"there is no person {person}")
    if not 0 <= getattr(act, "officer", 0) < len(scenario.officers):
        raise acts.ActRefused("no_officer", "there is no such officer")
    if isinstance(act, acts.Restrict) and act.days < 1:
        raise acts.ActRefused("no_days", "a restriction lasts one day at least")
    if isinstance(act, acts.TakePost):
        _require_post(scenario, state, act, open_posts)


def _require_post(scenario: Scenario, state: State, act: acts.TakePost, open_posts: Callable[[], list[str]]) -> None:
    if act.officer not in state.seats:
        raise acts.ActRefused("not_a_seat", "a simulated colleague stands where the roster puts him")
    if act.approach not in scenario.seeing.reach:
        raise acts.ActRefused("no_approach", f"there is no approach {act.approach!r}")
    if act.approach == perception.CHECK and not act.ground.strip():
        raise acts.ActRefused("no_ground", "a check needs a stated ground")
    if act.post not in open_posts():
        raise acts.ActRefused(
            "post_closed", f"nobody is at the post {act.post!r} in the next slot for which a post is chosen"
        )


def do(scenario: Scenario, state: State, act: acts.Act) -> None:
    """Write the act down and do what it does at once."""
    state.log.append(acts.Logged(state.clock, act))
    if isinstance(act, acts.TakePost):
        state.seats[act.officer] = (act.post, act.approach)
    elif isinstance(act, acts.Talk):
        if (act.officer, act.person) not in state.talks:
            state.talks.append((act.officer, act.person))
            _trust(state, act.person, scenario.trust.talk)
            state.notes.append(("talk_remembered", act.person))
    elif isinstance(act, acts.Restrict):
        _restrict(scenario, state, act)
    else:
        _release(state, act.person)
        _trust(state, act.person, scenario.trust.supported)
        state.notes.append(("support_given", act.person))


def _trust(state: State, person: int, by: int) -> None:
    state.trust[person] = min(1000, max(0, int(state.trust[person]) + by))


def _restrict(scenario: Scenario, state: State, act: acts.Restrict) -> None:
    state.confined.append((act.person, state.clock, state.clock + act.days * _SLOTS))
    _trust(state, act.person, scenario.trust.restricted)
    for friend in contacts.closest(scenario.ties, state.ties, act.person):
        _trust(state, friend, scenario.trust.restricted_friends)
    state.notes.append(("restricted", act.person))


def _release(state: State, person: int) -> None:
    state.confined = [
        (who, start, min(end, state.clock) if who == person else end) for who, start, end in state.confined
    ]
