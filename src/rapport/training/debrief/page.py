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

HYPHEN = "\u2011"
"""At which no line breaks."""
TWIN_WIDTH = 58
TWIN_START = 92


@dataclass(frozen=True)
class Row:
    """A row of either picture. `address` is what leads to its story."""

    address: str
    title: str
    under: str
    said: str
    drawn: Drawn
    chosen: bool = False
    share: str = ""
    practice: str = ""
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
        where = _("day %(day)d, %(place)s") % {"day": happening.day + 1, "place": name}
        return re.sub(r"(?<=\d)-(?=\w)", HYPHEN, where)

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
        address=f"look={event}",
        title=f"{number} · {teller.title(line.happening)}",
        under=teller.where(line.happening),
        said=_("came as far as: %(step)s") % {"step": words.SIGNAL_STEPS[line.reached]},
        drawn=draw_signal(line),
        chosen=event == chosen,
        share="" if share is None else f"{round(share * SIMULATED_OFFICERS)} / {SIMULATED_OFFICERS}",
    )


def suspicion_row(teller: Teller, line: SuspicionLine, *, man: int | None) -> Row:
    """A row of the second picture. The first reported happening stands for the others."""
    first = line.happenings[0]
    return Row(
        address=f"man={line.person}",
        title=teller.name(line.person),
        under=f"{teller.kind(first)}, {teller.where(first)}",
        said=_("came as far as: %(step)s") % {"step": words.SUSPICION_STEPS[line.reached]},
        drawn=draw_suspicion(line),
        chosen=line.person == man,
        practice=_("with a sign of practice") if line.practising else "",
        borne=words.borne(line) if line.measure else "",
    )


def told(findings: Findings, account: Account) -> Told:
    """A report in the player's own words."""
    report = findings.written[account.ref]
    card = "" if account.concern is None else _("you said %(card)d in 100") % {"card": round(account.concern * 100)}
    return Told(account.ref, account.day + 1, card, report.seen, report.told, report.view)


def page(findings: Findings, *, language: str, look: int | None = None, man: int | None = None) -> dict[str, Any]:
    """The whole page, with the story of the signal `look` (an event) or of the innocent `man` (a person); without
    either, of the first signal, or else of the first man.
    """
    teller = Teller(findings, language)
    signals = lines.signal_lines(findings.happenings, findings.attention, findings.accounts)
    suspicions = lines.suspicion_lines(findings.happenings, findings.accounts)
    pairs = lines.twin_pairs(findings.happenings, findings.attention, findings.accounts)
    twins = judging.twins(pairs)
    signal = next((one for one in signals if one.happening.event == look), None)
    suspicion = next((one for one in suspicions if signal is None and one.person == man), None)
    if signal is None and suspicion is None:
        signal, suspicion = next(iter(signals), None), next(iter(suspicions), None)
    chosen = None if signal is None else signal.happening.event
    suspected = None if signal is not None or suspicion is None else suspicion.person
    signal_rows = [signal_row(teller, one, number=at, chosen=chosen) for at, one in enumerate(signals, start=1)]
    suspicion_rows = [suspicion_row(teller, one, man=suspected) for one in suspicions]
    return {
        "summary": words.summary(findings.attention, signals, suspicions),
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
        "story": _signal_story(teller, signal)
        if signal
        else _suspicion_story(teller, suspicion)
        if suspicion
        else None,
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


def _ticked(row: Row, reached: Step, columns: list[Step]) -> list[str]:
    """A row of the table twin: what the picture says, in words."""
    return [f"{row.title}, {row.under}", *(_("yes") if step <= reached else "–" for step in columns)]


def _story(teller: Teller, signal: SignalLine | None, suspicion: SuspicionLine | None) -> Story | None:
    if signal is not None:
        return _signal_story(teller, signal)
    return None if suspicion is None else _suspicion_story(teller, suspicion)


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
        under="; ".join(teller.where(one) for one in line.happenings),
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
        "twins_by_name": [_by_name(teller, pair) for pair in pairs if pair.both_shown and pair.uneven],
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


def _by_name(teller: Teller, pair: lines.TwinPair) -> str:
    """Who of an uneven pair was suspected, and who was not."""
    names = {"marked": teller.name(pair.marked.people[0]), "plain": teller.name(pair.plain.people[0])}
    if pair.marked_suspected:
        return _("%(marked)s was suspected. %(plain)s did the same without a sign of practice, and was not.") % names
    return _("%(plain)s was suspected. %(marked)s did the same with a sign of practice, and was not.") % names


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
