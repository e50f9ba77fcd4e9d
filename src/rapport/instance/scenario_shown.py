"""What `rapport scenario show` prints of a wing or a whole service, in the reader's language."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport.simulation import Scenario, Service

Line = tuple[str, str]


def shown(scenario: "Scenario | Service", language: str) -> Iterator[str]:
    """Line by line what a scenario holds."""
    from rapport.simulation import Service

    whole = _Service(scenario, language) if isinstance(scenario, Service) else _Wing(scenario, language)
    yield from whole.head()
    lines = list(whole.lines())
    width = max(len(label) for label, _ in lines) + 1
    for label, value in lines:
        yield f"{label:<{width}} {value}"
    yield whole.say("warning")


class _Shown:
    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, name: str, **values: object) -> str:
        """A label of this command, filled."""
        return self.called("show", name).format(**values)

    def called(self, group: str, name: str) -> str:
        """What a part of a scenario is called."""
        from rapport.simulation import naming

        return naming.called(group, name)[self.language]


class _Wing(_Shown):
    def __init__(self, scenario: "Scenario", language: str) -> None:
        super().__init__(language)
        self.scenario = scenario

    def head(self) -> Iterator[str]:
        wing, here = self.scenario, self.language
        exercise = self.say("exercise", code=wing.code, version=wing.version)
        yield f"{wing.name} ({exercise}): {wing.title[here]}"
        yield from (f"  - {objective[here]}" for objective in wing.objectives)
        yield from (f"  · {note[here]}" for note in wing.notes)

    def lines(self) -> Iterator[Line]:
        from rapport.simulation import words

        wing, here, say = self.scenario, self.language, self.say
        cases, acts = wing.cases, wing.vocabulary.acts
        form, played = self.called("forms", wing.form), len(wing.played)
        yield say("form"), say("form_of", form=form, days=wing.days, slots=len(wing.slots), played=played)
        people, cells, officers = wing.population, len(wing.cells), len(wing.officers)
        yield say("people"), say("people_of", people=people, cells=cells, officers=officers)
        yield say("posts"), ", ".join(wing.plan[post.at].name[here] for post in wing.posts)
        yield say("cases"), say("cases_of", count=cases.count, cast=cases.cast, events=cases.events)
        yield say("twins"), say("twins_of", pairs=cases.twin_pairs, anchors=cases.twin_pairs_at_anchors)
        benign = ", ".join(cases.names[kind][here] for kind in cases.benign)
        yield say("kinds"), say("kinds_of", harmful=cases.names[cases.harmful][here], benign=benign)
        yield say("acts"), "; ".join(acts[act].title[here] for act in wing.acts)
        yield (
            say("movements"),
            ", ".join(
                f"{words.movement_name(m, here)} ({self.called('movement_kinds', wing.vocabulary.by_movement[m].kind)})"
                for m in wing.movements
            ),
        )
        yield (
            say("truths"),
            ", ".join(
                say("truth_of", truth=self.called("truths", t.id), prior=f"{t.prior / 2**32:.2f}", true=t.true_cases)
                for t in wing.truths
            ),
        )
        yield "hash", wing.hash


class _Service(_Shown):
    def __init__(self, service: "Service", language: str) -> None:
        super().__init__(language)
        self.service = service

    def head(self) -> Iterator[str]:
        service = self.service
        version = self.say("version", version=service.raw["version"])
        yield f"{service.name} ({version}): {service.title[self.language]}"
        for lever in service.levers.values():
            name = self.called("levers", lever.name)
            does = ", ".join(
                f"{self.called('outcomes', on)} {self.called('directions', way)}"
                for on, way in lever.directions.items()
            )
            yield f"  - {self.say('lever_of', lever=name, value=lever.value, low=lever.low, high=lever.high)}: {does}"

    def lines(self) -> Iterator[Line]:
        service, say = self.service, self.say
        kinds = ", ".join(self.called("kinds", kind) for kind in service.kinds)
        yield (
            say("people"),
            say(
                "people_in",
                people=f"{service.population:,}",
                establishments=f"{len(service.beds):,}",
                days=service.days,
            ),
        )
        yield say("cases"), say("cases_at_once", count=f"{int(service.first_case[-1]):,}", kinds=kinds)
        yield "hash", service.hash
