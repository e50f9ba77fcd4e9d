"""Codes of this room as sentences for the person who has to mend something."""

from django.utils.translation import gettext_lazy as _

from rapport.intelligence.errors import Unfit
from rapport.intelligence.sanitising import Guess

SENTENCES = {
    "choose": _("Choose one."),
    "say": _("Write something here."),
    "too_long": _("This is too long. Say it in fewer words."),
    "nothing_of_this_kind": _("The report says nothing of this kind."),
    "named_twice": _("Somebody is named twice."),
    "not_in_report": _("Somebody is named who is not in the report."),
    "state_grounds": _("Write down the grounds of the suspicion, or choose another category."),
    "state_conditions": _("This handling code needs its conditions in words."),
    "finished": _("The evaluation of this report is finished. What comes now needs a new report."),
    "no_independent_origin": _(
        "Nothing from an independent origin is recorded about these people. What one person tells twice is told once."
    ),
    "names_author": _("The wording names the officer who wrote the report. Leave the name out."),
    "names_origin": _("The wording shows whom it comes from. Leave that out."),
    "ill_treatment": _(
        "Where force, threat or punishment may have been used, nothing is graded and nothing was kept. Choose “Not for "
        "intelligence” above: it goes to the body outside the prison, which has a day to answer."
    ),
    "two_items": _("Choose at least two items."),
    "item_without_person": _("One of these items does not name this person."),
    "several_establishments": _("A note takes its items from one prison."),
    "several_compartments": _("These lie in two compartments. Nothing rests on both: choose from one."),
    "another_compartment": _("This item lies in a compartment, and the note does not. Write a note of its own."),
    "no_head_cleared": _("No governor here is cleared for the compartment of this note. Ask the administrator."),
    "lies_there": _("It lies there already. Choose another one."),
    "too_many": _("A note has twelve statements at most."),
    "cite": _("Choose the items that this rests on."),
    "say_how_likely": _("Say how likely it is."),
    "say_how_sure": _("Say how good the evidence is."),
    "fact_has_no_likelihood": _("A fact has no likelihood. Leave both words empty, or make it a judgement."),
    "handed_before": _("This version was handed over before."),
    "say_why_necessary": _(
        "The wording mentions worship, dress, diet, language, origin, politics or health. Say why that is strictly "
        "necessary, or leave it out."
    ),
    "answer_for_mention": _(
        "The report mentions worship, dress, diet, language, origin, politics or health, and no item says why that is "
        "necessary. Say that it was left out, or make an item that says why it must stand."
    ),
    "theme_never_alone": _("Capability and history count only beside something that was said or done: add that theme."),
    "days": _("Say for how many days, from 1 to 90."),
    "needs_no_leave": _("This name has no protected word. Open the label itself: nobody has to allow it."),
    "label_taken": _("There is one of this name already."),
    "protected_word": _(
        "This label says what people believe, are or suffer from. Name what was done, or where: no label says more."
    ),
    "names_somebody": _("This names somebody. Ask what happens, and where: a question of the shift names nobody."),
    "dates_of_requirement": _("It is due today or later, and lapses within ninety days, not before it is due."),
    "lapsed": _("This question has lapsed."),
    "not_asked_of_them": _("That is not asked of them. Choose another way, or somebody else."),
    "dates_of_tasking": _("It starts today or later, and ends when the question lapses or before."),
    "not_authorised": _(
        "There is no authorisation for this until that day. Ask the custodian; without one nobody who is held is asked "
        "for anything."
    ),
    "ended_before": _("This tasking had ended before."),
    "more_than_a_page": _("This is more than one page. Strike a line, or say it in fewer words."),
    "changed_meanwhile": _("Somebody changed the briefing meanwhile. Look at it as it is now."),
    "say_what_changed": _("The briefing is signed. Say what you correct."),
    "names_beyond_need": _(
        "This line names somebody. Leave the name out, or say below that the wings cannot follow it without the name."
    ),
    "shows_a_reference": _("This line shows a reference. The wings are told what to do, and not what it rests on."),
    "ends_of_instruction": _("Say until which day it holds: today at the earliest, in fourteen days at the latest."),
    "signed_before": _("This version is signed."),
    "no_prison": _("Groups and events are opened by the desk of a prison."),
    "same_report": _("Choose another report."),
    "judged_before": _("That was judged before."),
    "no_such_report": _("There is no report of this reference at your desk."),
    "duplicate_of_this": _("That report was called a duplicate of this one."),
    "ask": _("Write what you need to know, in 400 letters at most."),
}

GUESSES = {
    "only_few_there": _("Only few people sleep in “%(words)s”. Leave the place out, or say “on the wing”."),
    "place_of_few": _("Only those whom the report names were in “%(words)s” then. Leave the place out."),
    "says_a_code": _(
        "“%(words)s” looks like a pseudonym or a reference. Whoever knows it knows who told. Leave it out."
    ),
    "exact_minute": _("“%(words)s” shows who was there at that minute. Say “in the morning”."),
    "says_the_post": _("“%(words)s” says from which post it was seen. Leave it out."),
    "says_the_relation": _("“%(words)s” says how the one who told it stands to somebody. Leave it out."),
    "words_as_told": _("“%(words)s” are the very words in which it was told. Whoever heard them knows who spoke."),
}
"""How a wording could show its source, and what to do."""


def guess_said(guess: Guess) -> str:
    """What to tell whoever writes about one way in which the source could be guessed."""
    return str(GUESSES[guess.code]) % {"words": guess.words}


def sentence(unfit: Unfit) -> str:
    """What to tell the person who has to mend it."""
    return str(SENTENCES[unfit.code])
