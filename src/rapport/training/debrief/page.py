"""The debrief as a page in the reader's language: values for the template, nothing to decide there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.simulation import words as prison
from rapport.training.debrief import judging, lines, words
from rapport.training.debrief.lines import Account, Ending, Happening, SignalLine, Step, SuspicionLine
from rapport.training.debrief.picture import (
    SUSPICION_COLUMNS,
    Drawn,
    draw_signal,
    draw_suspicion,
)
from rapport.training.debrief.selectors import ORDINARY, SIMULATED_OFFICERS, Findings
from rapport.training.people import NO_BREAK
from rapport.training.scenery import post_title, said

TWIN_WIDTH = 58
TWIN_START = 92


@dataclass(frozen=True)
class Row:
    """A row of either picture."""

    event: int
    title: str
    under: str
    said: str
    drawn: Drawn
    chosen: bool = False
    share: str = ""
    borne: str = ""


@dataclass(frozen=True)
class DrawnPair:
    """A twin pair as two circles, one above the other."""

    x: int
    both_shown: bool
    marked_suspected: bool
    plain_suspected: bool


@dataclass(frozen=True)
class Told:
    """A report of the player's in their own words."""

    ref: str
    day: int
    card: str
    seen: str
    told: str
    view: str


@dataclass(frozen=True)
class Story:
    """What happened, who stood where, what was written, where it ended."""

    title: str
    under: str
    happened: str
    behind: str
    stood: str
    accounts: tuple[Told, ...]
    ended_word: str
    ended: str


class Teller:
    """Says what happened in one exercise in one language."""

    def __init__(self, findings: Findings, language: str) -> None:
        self.findings = findings
        self.language = language

    def title(self, happening: Happening) -> str:
        """A short neutral title."""
        if happening.kind == ORDINARY:
            return _("Ordinary life")
        return prison.title(happening.act, self.language)

    def kind(self, happening: Happening) -> str:
        """What lay behind it, now that the truth is open."""
        if happening.kind == ORDINARY:
            return _("Ordinary life")
        return said(self.findings.world.scenario.cases.names[happening.kind], self.language)

    def name(self, person: int) -> str:
        """A person's name."""
        return prison.person_name(self.findings.world.people, person, self.language)

    def where(self, happening: Happening) -> str:
        """Day and place."""
        place = next(place for place in self.findings.world.scenario.plan if place.id == happening.place)
        name = re.sub(r" (?=\d+$)", NO_BREAK, said(place.name, self.language))
        return _("day %(day)d, %(place)s") % {"day": happening.day + 1, "place": name}

    def passage(self, happening: Happening) -> str:
        """The words in which it could be seen."""
        return prison.render(self.findings.wordings[happening.event], self.findings.world.people, self.language)

    def stood(self, happening: Happening) -> str:
        """Where the player stood at that time."""
        slot = self.findings.stood.get((happening.day, happening.slot))
        if slot is None:
            return _("You were not on duty at that time.")
        if slot.anchor:
            return _("Everybody was on the landings.")
        if slot.approach == "write":
            return _("You were writing at that time and saw nothing.")
        post = post_title(self.findings.exercise.scenario, slot.post, self.language)
        return _("You stood at: %(post)s.") % {"post": post}


def signal_row(teller: Teller, line: SignalLine, *, number: int, chosen: int | None) -> Row:
    """A row of the first picture."""
    event = line.happening.event
    share = teller.findings.shares.get(event)
    return Row(
        event=event,
        title=f"{number} · {teller.title(line.happening)}",
        under=teller.where(line.happening),
        said=_("came as far as: %(step)s") % {"step": words.SIGNAL_STEPS[line.reached]},
        drawn=draw_signal(line),
        chosen=event == chosen,
        share="" if share is None else f"{round(share * SIMULATED_OFFICERS)} / {SIMULATED_OFFICERS}",
    )


def suspicion_row(teller: Teller, line: SuspicionLine, *, chosen: int | None) -> Row:
    """A row of the second picture. The first reported happening stands for the others."""
    first = line.happenings[0]
    return Row(
        event=first.event,
        title=teller.name(line.person),
        under=f"{teller.kind(first)}, {teller.where(first)}",
        said=_("came as far as: %(step)s") % {"step": words.SUSPICION_STEPS[line.reached]},
        drawn=draw_suspicion(line),
        chosen=any(one.event == chosen for one in line.happenings),
        borne=words.borne(line) if line.measure else "",
    )


def told(findings: Findings, account: Account) -> Told:
    """A report in the player's own words."""
    report = findings.written[account.ref]
    card = "" if account.concern is None else _("you said %(card)d in 100") % {"card": round(account.concern * 100)}
    return Told(account.ref, account.day + 1, card, report.seen, report.told, report.view)


def page(findings: Findings, *, language: str, look: int | None) -> dict[str, Any]:
    """The whole page. `look` is the event whose story is told; without one, the first signal's."""
    teller = Teller(findings, language)
    signals = lines.signal_lines(findings.happenings, findings.attention, findings.accounts)
    suspicions = lines.suspicion_lines(findings.happenings, findings.accounts)
    pairs = lines.twin_pairs(findings.happenings, findings.attention, findings.accounts)
    twins = judging.twins(pairs)
    chosen = _chosen(signals, suspicions, look)
    signal_rows = [signal_row(teller, one, number=at, chosen=chosen) for at, one in enumerate(signals, start=1)]
    suspicion_rows = [suspicion_row(teller, one, chosen=chosen) for one in suspicions]
    return {
        "summary": _summary(findings, signals, suspicions),
        "signals": signal_rows,
        "suspicions": suspicion_rows,
        "signal_columns": [(word, step + 1) for step, word in words.SIGNAL_STEPS.items()],
        "suspicion_columns": [(words.SUSPICION_STEPS[step], step + 1) for step in SUSPICION_COLUMNS],
        "signal_caption": _("How far each true signal came"),
        "signal_head": [_("Signal"), *words.SIGNAL_STEPS.values()],
        "signal_table": [_ticked(row, one.reached, list(Step)) for row, one in zip(signal_rows, signals, strict=True)],
        "suspicion_caption": _("How far each suspicion of an innocent man came"),
        "suspicion_head": [_("Man"), *words.SUSPICION_STEPS.values(), _("What he bore")],
        "suspicion_table": [
            [*_ticked(row, one.reached, list(SUSPICION_COLUMNS)), words.borne(one)]
            for row, one in zip(suspicion_rows, suspicions, strict=True)
        ],
        "story": _story(teller, signals, suspicions, chosen),
        "untied": _untied(findings),
        **_twins(teller, pairs, twins),
        **_numbers(findings),
        "seal": _seal(findings),
        "trainer": _for_the_trainer(findings, language),
    }


def _for_the_trainer(findings: Findings, language: str) -> dict[str, Any]:
    """The scenario's title, objectives and notes: nobody has seen them before."""
    story = findings.world.scenario
    return {
        "title": said(story.title, language),
        "objectives": [said(text, language) for text in story.objectives],
        "notes": [said(text, language) for text in story.notes],
    }


def _chosen(signals: list[SignalLine], suspicions: list[SuspicionLine], look: int | None) -> int | None:
    told_of = [one.happening.event for one in signals]
    told_of += [happening.event for one in suspicions for happening in one.happenings]
    return look if look in told_of else (told_of[0] if told_of else None)


def _summary(findings: Findings, signals: list[SignalLine], suspicions: list[SuspicionLine]) -> list[str]:
    """Words before numbers: what could be seen, what reached a decision, who was suspected, what they bore."""
    said_of = [_("Ten days in prison time.")]
    if signals:
        seen = sum(findings.attention.get(one.happening.event, lines.Attention()).in_sight for one in signals)
        decided = sum(one.reached == Step.DECIDED for one in signals)
        said_of.append(
            _("Of %(all)d true signals %(seen)d could be seen from where you stood; %(decided)d reached a decision.")
            % {"all": len(signals), "seen": seen, "decided": decided}
        )
    else:
        said_of.append(_("There was no true signal."))
    if suspicions:
        said_of.append(
            ngettext(
                "%(men)d innocent man was suspected because of what you wrote.",
                "%(men)d innocent men were suspected because of what you wrote.",
                len(suspicions),
            )
            % {"men": len(suspicions)}
        )
        days = sum(one.days for one in suspicions)
        if days:
            said_of.append(
                ngettext("It cost %(days)d day of work.", "It cost %(days)d days of work.", days) % {"days": days}
            )
    else:
        said_of.append(_("No innocent man was suspected because of what you wrote."))
    return said_of


def _ticked(row: Row, reached: Step, columns: list[Step]) -> list[str]:
    """A row of the table twin: what the picture says, in words."""
    return [f"{row.title}, {row.under}", *(_("yes") if step <= reached else "–" for step in columns)]


def _story(
    teller: Teller, signals: list[SignalLine], suspicions: list[SuspicionLine], chosen: int | None
) -> Story | None:
    for line in signals:
        if line.happening.event == chosen:
            return _signal_story(teller, line)
    for suspicion in suspicions:
        if any(one.event == chosen for one in suspicion.happenings):
            return _suspicion_story(teller, suspicion)
    return None


def _signal_story(teller: Teller, line: SignalLine) -> Story:
    happening = line.happening
    reached = line.ending is Ending.REACHED
    return Story(
        title=teller.title(happening),
        under=teller.where(happening),
        happened=teller.passage(happening),
        behind=teller.kind(happening),
        stood=teller.stood(happening) + _elsewhere(teller, line),
        accounts=tuple(told(teller.findings, account) for account in line.accounts),
        ended_word=_("It arrived.") if reached else _("It ended here."),
        ended=str(words.ENDINGS[line.ending]),
    )


def _elsewhere(teller: Teller, line: SignalLine) -> str:
    """From where it could best have been seen, when it could not be seen from where the player stood."""
    best = teller.findings.sights.get(line.happening.event)
    if line.ending is not Ending.OUT_OF_SIGHT or best is None or not best.in_sight or not best.post:
        return ""
    post = post_title(teller.findings.exercise.scenario, best.post, teller.language)
    return " " + _("It could best have been seen from: %(post)s.") % {"post": post}


def _suspicion_story(teller: Teller, line: SuspicionLine) -> Story:
    happening = line.happenings[0]
    return Story(
        title=teller.name(line.person),
        under=", ".join(teller.where(one) for one in line.happenings),
        happened=" ".join(teller.passage(one) for one in line.happenings),
        behind=teller.kind(happening),
        stood=teller.stood(happening),
        accounts=tuple(told(teller.findings, account) for account in line.accounts),
        ended_word=_("What he bore:"),
        ended=words.borne(line),
    )


def _untied(findings: Findings) -> str:
    if not findings.untied:
        return ""
    return ngettext(
        "%(reports)d report of yours rests on no line of your notebook, so it cannot be drawn here.",
        "%(reports)d reports of yours rest on no line of your notebook, so they cannot be drawn here.",
        findings.untied,
    ) % {"reports": findings.untied}


def _twins(teller: Teller, pairs: list[lines.TwinPair], twins: judging.Twins) -> dict[str, Any]:
    def yes(suspected: bool) -> str:
        return _("suspected") if suspected else "–"

    return {
        "twin_pairs": [
            DrawnPair(TWIN_START + at * TWIN_WIDTH, pair.both_shown, pair.marked_suspected, pair.plain_suspected)
            for at, pair in enumerate(pairs)
        ],
        "twins_in_words": words.twins_in_words(twins),
        "twin_caption": _("The pairs, side by side"),
        "twin_head": [_("What both did"), _("With a sign of practice"), _("Without"), _("Both shown to you")],
        "twin_table": [
            [
                teller.title(pair.marked),
                f"{teller.name(pair.marked.people[0])}: {yes(pair.marked_suspected)}",
                f"{teller.name(pair.plain.people[0])}: {yes(pair.plain_suspected)}",
                _("yes") if pair.both_shown else _("no"),
            ]
            for pair in pairs
        ],
    }


def _numbers(findings: Findings) -> dict[str, Any]:
    noticed = judging.noticing(
        findings.happenings,
        findings.attention,
        shown_in_all=findings.shown_in_all,
        noted_in_all=findings.noted_in_all,
    )
    found = judging.judging(findings.judgements)
    table: list[list[str | Promise]] = [
        [_("True signals noted"), _of(noticed.signals)],
        [_("Look-alikes noted"), _of(noticed.look_alikes)],
        [_("Ordinary life noted"), _of(noticed.rest)],
    ]
    if found is not None:
        table += [
            [_("Last look: Brier score (0 is perfect)"), f"{found.brier:.3f}"],
            [_("… of always saying the share that was true"), f"{found.always_base_rate:.3f}"],
        ]
        for label, value in (
            (_("Last look: said of what was true, on average"), found.said_of_signals),
            (_("Last look: said of the rest, on average"), found.said_of_others),
        ):
            if value is not None:
                table.append([label, _("%(percent)d in 100") % {"percent": round(value * 100)}])
    harmful = sum(one.signal for one in findings.happenings)
    everything = len(findings.world.events)
    return {
        "number_caption": _("Noticing and judging"),
        "number_head": [_("What"), _("How much")],
        "number_table": table,
        "enriched": _(
            "In this prison %(harmful)d of %(everything)d happenings belonged to a case of harm. You were shown many "
            "more of them than a wing would show, so do not expect such shares at work."
        )
        % {"harmful": harmful, "everything": everything},
    }


def _of(share: judging.Share) -> str:
    return _("%(some)d of %(all)d shown") % {"some": share.some, "all": share.all}


def _seal(findings: Findings) -> dict[str, Any]:
    truth = findings.seal.truth
    return {
        "holds": findings.seal.holds,
        "replays": findings.seal.replays,
        "commitment": findings.exercise.commitment,
        "openings": [
            (_("Nonce"), truth.nonce.hex()),
            (_("Engine"), findings.seal.engine),
            (_("Scenario"), truth.scenario_hash),
            (_("Seed"), str(truth.seed)),
            (_("What lay behind each case"), ", ".join(truth.kinds)),
            (_("Signs of practice"), "".join("1" if marker else "0" for marker in truth.markers)),
        ],
    }
