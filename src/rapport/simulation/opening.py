"""Which world a name or a file is for: one wing, or a whole service."""

from pathlib import Path
from typing import TYPE_CHECKING

from rapport.simulation import service_file
from rapport.simulation.scenario import Scenario
from rapport.simulation.service import Service

if TYPE_CHECKING:
    from rapport.simulation.service_world import ServiceWorld


def loaded(scenario: Scenario | Service | str | Path) -> Scenario | Service:
    """The wing or service of this name or file; what is loaded already, as it is. Raises `ScenarioError`."""
    if isinstance(scenario, Scenario | Service):
        return scenario
    return Service.load(scenario) if service_file.is_service(scenario) else Scenario.load(scenario)


def services() -> "type[ServiceWorld]":
    """Imported where it is needed: a room of sixty men starts without a compiler."""
    from rapport.simulation.service_world import ServiceWorld

    return ServiceWorld
