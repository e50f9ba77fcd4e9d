"""The small model in Rapport's own engine: `rapport.simulation.mixing`."""

from rapport.benchmarks.engines.declared import Declared
from rapport.simulation.influence import Rates
from rapport.simulation.mixing import mixed


def run(declared: Declared, seed: int) -> tuple[list[int], int]:
    """How many end in each compartment, and how many pairs met."""
    rates = Rates(
        conversion=declared.conversion,
        turnover=declared.turnover,
        begins_recruiting=declared.begins_recruiting,
        ceases_recruiting=declared.ceases_recruiting,
        recruits_at_once=declared.recruits_at_once,
    )
    ended = mixed(
        rates,
        people=declared.people,
        together=declared.together,
        recruiters=declared.recruiters,
        seed=seed,
        slots=declared.slots,
    )
    return ended.counts[-1, :3].tolist(), ended.meetings
