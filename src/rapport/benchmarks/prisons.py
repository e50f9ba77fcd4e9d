"""How fast many prisons live under full rules: a room's prison, the world's, and logged contacts.

The world is measured whole for some days (with `--quick`, on a hundredth of its establishments, and its memory after
two slots of everybody); the year is that rate over 11.5 million people.
"""

import subprocess
import sys
from collections.abc import Sequence
from os import cpu_count
from time import perf_counter

from rapport.benchmarks import Figure
from rapport.simulation.service import Service
from rapport.simulation.service_world import CONTACTS, LIFE, ServiceWorld

DAY_BAR_MS, FRESH_BAR_S, MEETINGS_BAR, HOUR_S, MEMORY_BAR_GIB, CONTACTS_BAR_M = 20.0, 2.0, 40.0, 3600.0, 8.0, 20.0
YEAR = 365
_NONCE = bytes(32)
_THREADS = min(2, cpu_count() or 1)
_FIRST_STEP = "from rapport.simulation import World; World.from_scenario('room', seed=7, nonce=bytes(32)).step(slots=1)"
_WHOLE_WORLD = """
import sys, time
from rapport.simulation.service import Service
from rapport.simulation.service_world import ServiceWorld
world = ServiceWorld.from_scenario(Service.load("world"), seed=7, nonce=bytes(32), threads=int(sys.argv[2]))
slots = int(sys.argv[1])
world.step(slots=min(7, slots))
began = time.perf_counter()
world.step(slots=slots)
rate = world.scenario.population * slots / 7 / (time.perf_counter() - began)
met = sum(world.days["meetings"].to_pylist()) * 2 / max(1, sum(world.days["prisoners"].to_pylist()))
print(rate, met, next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measure(*, quick: bool) -> Sequence[Figure]:
    """Every figure beside its bar."""
    return [*_room(quick), *_world(quick), *_contacts(quick)]


def _room(quick: bool) -> list[Figure]:
    world = ServiceWorld.from_scenario(Service.load("room"), seed=7, nonce=_NONCE, keep=[LIFE])
    world.step(days=1)
    times = []
    for _ in range(10 if quick else 40):
        began = perf_counter()
        step = world.step(days=1)
        times.append((perf_counter() - began) * 1000)
    rows = step.events.num_rows + step.exposures.num_rows
    day, fresh = sorted(times)[len(times) // 2], min(_fresh_s() for _ in range(2 if quick else 4))
    return [
        Figure(
            "600 people: a day, all events and exposures logged", day, "ms", f"≤ {DAY_BAR_MS:.0f}", day <= DAY_BAR_MS
        ),
        Figure("rows of that day", rows, "rows", None, None),
        Figure("600 people: first step in a fresh process", fresh, "s", f"≤ {FRESH_BAR_S:.0f}", fresh <= FRESH_BAR_S),
    ]


def _fresh_s() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST_STEP], check=True)  # noqa: S603 - our own interpreter and text
    return perf_counter() - began


def _world(quick: bool) -> list[Figure]:
    """On all 11.5 million people, or in a hurry on a hundredth of the establishments."""
    if quick:
        rate, met = _sample(100, days=20)
        _, _, memory = _whole(slots=1)
    else:
        rate, met, memory = _whole(slots=70)
    people = Service.load("world").population
    hour = people * YEAR / rate
    where = "a hundredth of the world's prisons" if quick else "all the world's prisons"
    figures = [
        Figure(f"{where}: {_THREADS} threads", rate / 1e6, "M prisoner-days/s", "≥ 1.2", hour <= HOUR_S),
        Figure("the world's prisons for a year would take", hour, "s", f"≤ {HOUR_S:.0f}", hour <= HOUR_S),
        Figure("meetings a prisoner and day", met, "", f"≥ {MEETINGS_BAR:.0f}", met >= MEETINGS_BAR),
    ]
    held = memory <= MEMORY_BAR_GIB
    figures.append(Figure("peak memory with 11.5 M people", memory, "GiB", f"≤ {MEMORY_BAR_GIB:.0f}", held))
    return figures


def _whole(*, slots: int) -> tuple[float, float, float]:
    """Prisoner-days a second of the whole world in a process of its own, meetings a man and day, and GiB at most."""
    command = [sys.executable, "-c", _WHOLE_WORLD, str(slots), str(_THREADS)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    rate, met, kib = (float(word) for word in answer.stdout.split())
    return rate, met, kib / 1024 / 1024


def _sample(part: int, *, days: int) -> tuple[float, float]:
    service = Service.load("world")
    groups = [{**group, "count": group["count"] // part} for group in service.raw["establishments"]["groups"]]
    world = ServiceWorld.from_scenario(
        service.with_values(establishments__groups=groups), seed=7, nonce=_NONCE, threads=_THREADS
    )
    world.step(days=1)
    began = perf_counter()
    world.step(days=days)
    rate = world.scenario.population * days / (perf_counter() - began)
    return rate, 2 * sum(world.days["meetings"].to_pylist()) / sum(world.days["prisoners"].to_pylist())


def _contacts(quick: bool) -> list[Figure]:
    """A hundred thousand people, every contact a row of an Arrow table."""
    groups = [{"kind": "prison", "count": 125, "beds": 800, "wings": 10}]
    service = Service.load("room").with_values(establishments__groups=groups)
    world = ServiceWorld.from_scenario(service, seed=7, nonce=_NONCE, keep=[CONTACTS], threads=_THREADS)
    world.step(days=1)
    rows, began = 0, perf_counter()
    for _ in range(4 if quick else 12):
        rows += world.step(days=1).contacts.num_rows
    rate = rows / (perf_counter() - began) / 1e6
    return [
        Figure("logged contacts, 100,000 people", rate, "M rows/s", f"≥ {CONTACTS_BAR_M:.0f}", rate >= CONTACTS_BAR_M)
    ]
