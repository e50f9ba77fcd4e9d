"""Every write of this room: one function, one transaction, one entry in the ledger, no harm in doing it again."""

from rapport.training.services.closing import answer_look, close_exercise, draw_look
from rapport.training.services.days import end_day
from rapport.training.services.lesson import (
    begin,
    lesson_note,
    lesson_unnote,
    report_of_lesson,
    see_answer,
    take_lesson_post,
    to_lesson_post,
)
from rapport.training.services.notebook import note, note_talk, unnote, unnote_talk
from rapport.training.services.replaying import replay
from rapport.training.services.scenes import choose, close_slot, come_back, ping, talk
from rapport.training.services.starting import SCENARIO, start_walk
from rapport.training.services.writing import begin_report, notice_filed, seal_card

__all__ = [
    "SCENARIO",
    "answer_look",
    "begin",
    "begin_report",
    "choose",
    "close_exercise",
    "close_slot",
    "come_back",
    "draw_look",
    "end_day",
    "lesson_note",
    "lesson_unnote",
    "note",
    "note_talk",
    "notice_filed",
    "ping",
    "replay",
    "report_of_lesson",
    "seal_card",
    "see_answer",
    "start_walk",
    "take_lesson_post",
    "talk",
    "to_lesson_post",
    "unnote",
    "unnote_talk",
]
