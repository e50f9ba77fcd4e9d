"""The debrief in an officer's words: what each code says on the page."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rapport.training.debrief.judging import Twins
from rapport.training.debrief.lines import Attention, Ending, SignalLine, Step, SuspicionLine

SIGNAL_STEPS = {
    Step.HAPPENED: _("happened"),
    Step.IN_SIGHT: _("in sight"),
    Step.NOTICED: _("noticed"),
    Step.REPORTED: _("reported"),
    Step.GRADED: _("graded"),
    Step.LINKED: _("linked"),
    Step.IN_PRODUCT: _("in a note"),
    Step.DECIDED: _("decided"),
}

SUSPICION_STEPS = {
    Step.IN_SIGHT: _("shown"),
    Step.REPORTED: _("reported"),
    Step.GRADED: _("graded"),
    Step.IN_PRODUCT: _("in a note"),
    Step.DECIDED: _("measure"),
}

ENDINGS = {
    Ending.OUT_OF_SIGHT: _("It could not be seen from where you stood. Another post would have seen it."),
    Ending.DID_NOT_CATCH_THE_EYE: _(
        "You could have seen it from your post, but nothing reached you. That happens; nobody sees everything."
    ),
    Ending.NOT_NOTED: _("You had it in front of you and did not note it."),
    Ending.NOT_REPORTED: _("It stood in your notebook and never became a report."),
    Ending.WAITS_TO_BE_READ: _(
        "You reported it, but the desk had not read it when the exercise ended: it reads two of your reports a day."
    ),
    Ending.STOOD_ALONE: _("It was graded, but nothing else named these men within seven days, so it stood alone."),
    Ending.ONE_ORIGIN: _("It was linked, but everything rested on one origin. A note needs two that are independent."),
    Ending.NOT_DECIDED: _("It stood in a note on which nobody had decided when the exercise ended."),
    Ending.REACHED: _("It went all the way: from what you saw to a decision with grounds and an end."),
}


def summary(
    attention: Mapping[int, Attention], signals: Sequence[SignalLine], suspicions: Sequence[SuspicionLine]
) -> list[str]:
    """Words before numbers: what could be seen, what reached a decision, who was suspected, what they bore."""
    said_of = [gettext("Ten days in prison time.")]
    if signals:
        seen = sum(attention.get(one.happening.event, Attention()).in_sight for one in signals)
        decided = sum(one.reached == Step.DECIDED for one in signals)
        said_of.append(
            gettext(
                "Of %(all)d true signals %(seen)d could be seen from where you stood; %(decided)d reached a decision."
            )
            % {"all": len(signals), "seen": seen, "decided": decided}
        )
    else:
        said_of.append(gettext("There was no true signal."))
    if suspicions:
        said_of.append(
            ngettext(
                "%(men)d innocent man was suspected because of what you wrote.",
                "%(men)d innocent men were suspected because of what you wrote.",
                len(suspicions),
            )
            % {"men": len(suspicions)}
        )
        practising = sum(one.practising for one in suspicions)
        if practising:
            said_of.append(
                ngettext(
                    "%(men)d of them bore a sign of religious practice, which is never a reason to suspect.",
                    "%(men)d of them bore a sign of religious practice, which is never a reason to suspect.",
                    practising,
                )
                % {"men": practising}
            )
        days = sum(one.days for one in suspicions)
        if days:
            said_of.append(
                ngettext("It cost %(days)d day of work.", "It cost %(days)d days of work.", days) % {"days": days}
            )
    else:
        said_of.append(gettext("No innocent man was suspected because of what you wrote."))
    return said_of


def borne(line: SuspicionLine) -> str:
    """What the suspicion cost an innocent man."""
    if not line.days:
        return gettext("no measure")
    return ngettext("%(days)d day away from work", "%(days)d days away from work", line.days) % {"days": line.days}


def twins_in_words(twins: Twins) -> list[str]:
    """What the twin pairs say, without a verdict: a sentence on what was done, one on what chance alone does."""
    if not twins.shown:
        return [gettext("You were not shown both men of any pair, so the pairs say nothing.")]
    counts = {"only_marked": twins.only_marked, "only_plain": twins.only_plain, "shown": twins.shown}
    if not twins.only_marked and not twins.only_plain:
        return [gettext("You treated both men of every pair alike.")]
    sentences = []
    if twins.only_marked:
        sentences.append(
            gettext("In %(only_marked)d of %(shown)d pairs only the man with the sign of faith was suspected.") % counts
        )
    if twins.only_plain:
        sentences.append(gettext("In %(only_plain)d of %(shown)d pairs only the other man was suspected.") % counts)
    sentences.append(
        gettext("Chance alone does something this uneven %(often)s. It begins a conversation; it is not a verdict.")
        % {"often": how_often(twins.chance)}
    )
    return sentences


def how_often(probability: float) -> str:
    """A probability as people say it: "one time in four"."""
    if probability >= 1:
        return gettext("every time")
    if probability > 0.5:
        return gettext("more often than not")
    return gettext("one time in %(times)d") % {"times": round(1 / probability)}
