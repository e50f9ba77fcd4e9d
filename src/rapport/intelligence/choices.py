"""What may be said of an item besides its grade: seen or told, how it was obtained, who a person is to it.

Source: Directive (EU) 2016/680, articles 6 and 7; field safeguards 1, 2 and 15.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whose knowledge the item is: the author saw or heard it, or somebody told the author. Never both."""

    SEEN = "seen", _("Seen or heard by the officer")
    TOLD = "told", _("Told to the officer")


class Obtained(models.TextChoices):
    """How it came to the officer. What may have come by force, threat or punishment is not graded at all."""

    ON_DUTY = "on_duty", _("In the course of duty")
    FREELY = "freely", _("Said to staff freely")
    ASKED = "asked", _("Said in answer to a question")
    SEARCH = "search", _("Found in a search with a stated ground")
    PRESSED = "pressed", _("Force, threat or punishment may have been used")


GRADABLE = tuple(way.value for way in Obtained if way is not Obtained.PRESSED)


class Category(models.TextChoices):
    """Who a person is to an item. A name in a text is no accusation."""

    SUSPECTED = "suspected", _("Suspected, on stated grounds")
    CONVICTED = "convicted", _("Convicted of it")
    VICTIM = "victim", _("Possible victim")
    OTHER = "other", _("Other: witness, contact, bystander")


class Mentioned(models.TextChoices):
    """What became of a mention of worship, dress, diet, language or the like when a report was evaluated."""

    LEFT_OUT = "left_out", _("Left out of every item: it was not strictly necessary")
    KEPT = "kept", _("Kept in an item, with the reason why it is necessary")


class Reach(models.TextChoices):
    """How far a handling code lets an item go before whoever provided it is asked. From the narrowest to the widest."""

    HERE = "here", _("Stays in this prison; ask first")
    SERVICE = "service", _("Stays in this prison service")
    PARTNERS = "partners", _("May go to partners by law")


def narrowest(reaches: Iterable[str]) -> str:
    """The narrowest of these; the widest there is where there are none."""
    order = Reach.values
    return min(reaches, key=order.index, default=order[-1])


class ShiftReply(models.TextChoices):
    """What an officer answers to a question of the shift."""

    SEEN = "seen", _("Seen: write a report")
    LOOKED = "looked", _("Looked, nothing")
    ABSENT = "absent", _("Was not there")


class Whom(models.TextChoices):
    """Who is asked to find something out."""

    POST = "post", _("A post in this prison")
    UNIT = "unit", _("A unit: search team, visits, post room")
    PARTNER = "partner", _("A partner outside")
    SOURCE = "source", _("A source, through its custodian")


class Method(models.TextChoices):
    """What whoever is asked may do for it, and no more."""

    LOOK = "look", _("Look and listen on duty")
    TALK = "talk", _("Talk as one always talks")
    CHECK = "check", _("Look up what is kept there anyway")
    SEARCH = "search", _("An ordinary search, on a ground of its own")
    HEAR = "hear", _("Tell what is heard anyway, and do nothing for it")


METHODS_OF: dict[str, tuple[Method, ...]] = {
    Whom.POST: (Method.LOOK, Method.TALK, Method.SEARCH),
    Whom.UNIT: (Method.LOOK, Method.CHECK, Method.SEARCH),
    Whom.PARTNER: (Method.CHECK,),
    Whom.SOURCE: (Method.HEAR,),
}
"""What may be asked of whom. Nobody who is held is ever asked to act: only to tell what is heard anyway."""


class Ended(models.TextChoices):
    """How a tasking ended before it lapsed."""

    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Section(models.TextChoices):
    """The parts of a daily briefing, in their order. The last is the wing edition."""

    URGENT = "urgent", _("Urgent")
    GRADED = "graded", _("Newly graded")
    ARRIVALS = "arrivals", _("Arrivals")
    MOVES = "moves", _("Moves")
    RELEASES = "releases", _("Releases within 30 days")
    REQUIREMENTS = "requirements", _("What we need to know")
    REVIEWS = "reviews", _("Overdue")
    REMARK = "remark", _("From the desk")
    WING = "wing", _("For the wings")


class StatementKind(models.TextChoices):
    """What a sentence of a note is."""

    FACT = "fact", _("Fact")
    JUDGEMENT = "judgement", _("Judgement")


class AnswerKind(models.TextChoices):
    """What a governor answered to a note."""

    ACT = "act", _("The governor acts on it")
    ASK_FOR_MORE = "ask_for_more", _("The governor asks for more")
    NO_ACTION = "no_action", _("The governor decided on no action")
