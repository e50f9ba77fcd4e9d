"""`rapport simulate` and `rapport scenario`: worlds as files for a researcher, and an author's file looked over.

Needs no database. Nothing here is about anyone who exists, and nothing predicts anything about anyone.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rapport.simulation import Scenario, Service

_MOST_RUNS = 100_000


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the first world.")
@click.option("--days", type=click.IntRange(min=1), help="As many as the scenario has, unless fewer.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder that is new, or empty.")
@click.option("--runs", type=click.IntRange(1, _MOST_RUNS), default=1, show_default=True, help="Worlds, seed by seed.")
@click.option("--contacts", is_flag=True, help="Also who met whom, slot by slot.")
@click.option("--open-truth", is_flag=True, help="Also what was true.")
@click.option(
    "--html", is_flag=True, help="Also picture.html: the plan with a slider, who met whom, who could see what."
)
def simulate(
    name: str, seed: int, days: int | None, out: Path, runs: int, *, contacts: bool, open_truth: bool, html: bool
) -> None:
    """Simulate worlds of SCENARIO (a wing or a whole service: a name or a file) in which nobody acts, into Parquet
    files.
    """
    from rapport.instance.simulated_files import CannotWrite, Order, write
    from rapport.simulation import Service
    from rapport.simulation.service import MOST_DAYS

    scenario = _loaded(name)
    longest = MOST_DAYS if isinstance(scenario, Service) else scenario.days
    if days is not None and days > longest:
        raise click.ClickException(f"{scenario.name} lasts {longest} days at most; {days} were asked for.")
    order = Order(scenario, seed, days or scenario.days, runs, contacts, open_truth, html)
    length, label = order.runs * order.days, f"{scenario.name}: simulated days"
    try:
        with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
            told = write(order, out, day_done=lambda: bar.update(1))
    except CannotWrite as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(told)


@click.group("scenario")
def scenario_group() -> None:
    """The scenarios that ship, and an author's own."""


_LANGUAGE = click.option("--language", type=click.Choice(["en", "ru", "ky", "fr"]), default="en", show_default=True)


@scenario_group.command("list")
@_LANGUAGE
def list_(language: str) -> None:
    """Every scenario that ships: wings to be played, then services to be counted."""
    from rapport.simulation import Scenario, Service, scenario, service_file
    from rapport.simulation.plan import SHIFT

    for name in scenario.names():
        for form in (name, f"{name}-{SHIFT}"):
            loaded = Scenario.load(form)
            size = f"{loaded.days:>3} days {loaded.population:>6} people {len(loaded.officers):>2} officers"
            click.echo(f"{form:<17} {loaded.form:<6} {size}   {loaded.title[language]}")
    for name in service_file.names():
        service = Service.load(name)
        size = f"{service.days:>3} days {service.population:>10,} people in {len(service.beds):,} establishments"
        click.echo(f"{name:<17} count  {size}   {service.title[language]}")


@scenario_group.command()
@click.argument("name")
@_LANGUAGE
def show(name: str, language: str) -> None:
    """What a scenario holds: NAME is one that ships, or a file."""
    from rapport.instance.scenario_shown import shown

    for line in shown(_loaded(name), language):
        click.echo(line)


@scenario_group.command("check")
@click.argument("name", required=False)
def check_(name: str | None) -> None:
    """Look over NAME (one that ships, or a file; all that ship without it), line by line. Exits 1 if it cannot be
    played.
    """
    from rapport.simulation import ScenarioError, Service, check, scenario, service_file

    wrong = 0
    for one in [name] if name else [*scenario.names(), *service_file.names()]:
        try:
            loaded = _read(one)
            if isinstance(loaded, Service):
                loaded.law(0)
                people = f"{loaded.population:,} people in {len(loaded.beds):,} establishments"
                click.echo(f"{one} can be simulated: {people}.")
                continue
            found = check.check(loaded, file=Path(one) if Path(one).is_file() else None)
        except ScenarioError as error:
            wrong += 1
            for line in str(error).splitlines():
                click.echo(line)
            continue
        click.echo(
            f"{one} can be played: ideal d_a {found.ideal_d_a:.2f} (must be {check.LEAST} … {check.MOST}); "
            f"an event is shown from its best post with probability {found.best_chance:.2f}."
        )
    if wrong:
        raise SystemExit(1)


def _read(name: str) -> "Scenario | Service":
    """The scenario, or `ScenarioError` in plain words for whatever is the matter with the file."""
    from rapport.simulation.opening import loaded

    return loaded(name)


def _loaded(name: str) -> "Scenario | Service":
    from rapport.simulation import ScenarioError

    try:
        return _read(name)
    except ScenarioError as error:
        raise click.ClickException(str(error)) from None
