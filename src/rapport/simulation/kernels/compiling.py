"""Every kernel compiled once, by letting few people live: `make install` does it; without it the first step waits."""

from rapport.simulation.influence import Rates
from rapport.simulation.mixing import mixed
from rapport.simulation.picture import picture
from rapport.simulation.service import Service
from rapport.simulation.service_world import CONTACTS, LIFE, ServiceWorld

_FEW = [{"kind": "few", "count": 2, "beds": 24, "wings": 2}]


def compile_all() -> None:
    """Compile what is not kept from an earlier time."""
    few = Service.load("room").with_values(establishments__groups=_FEW)
    world = ServiceWorld.from_scenario(few, seed=0, nonce=bytes(32), keep=[LIFE, CONTACTS])
    world.step(days=1)
    picture(world)
    mixed(Rates(conversion=0.1, turnover=0.1), people=20, together=5, recruiters=2, seed=0, slots=1)
