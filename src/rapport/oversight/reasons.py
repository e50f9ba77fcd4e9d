"""Why something was done or refused, as the page says it in the reader's language: one sentence for each code.

What a person typed, and what earlier releases wrote as sentences, stays as it was kept.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.access.job_kinds import UnknownJob, kind_of
from rapport.access.roles import Role
from rapport.access.two_person import UnknownAct, act_of
from rapport.conference.choices import Outcome
from rapport.intelligence.choices import AnswerKind, Mentioned, Reach
from rapport.ledger.pins import PINNED
from rapport.ledger.reasons import because, told
from rapport.oversight.words import purpose_label, role_label
from rapport.reporting.kinds import EventKind, PassedTo

REASONS: dict[str, str | Promise] = {
    "access.account_opened": pgettext_lazy("why", "Account opened"),
    "access.account_opened_again": pgettext_lazy("why", "Account opened again"),
    "access.account_opened_for_the_cast": pgettext_lazy("why", "Account opened for one of the cast"),
    "access.account_reset": pgettext_lazy("why", "Account reset"),
    "access.account_closed": pgettext_lazy("why", "Account closed"),
    "access.passphrase_chosen": pgettext_lazy("why", "Passphrase chosen"),
    "access.second_factors_taken_away": pgettext_lazy("why", "Second factors taken away"),
    "access.second_factor_set_up_app": pgettext_lazy("why", "Second factor set up: an app"),
    "access.second_factor_set_up_passkey": pgettext_lazy("why", "Second factor set up: a passkey"),
    "access.second_factor_taken_away_passkey": pgettext_lazy("why", "Second factor taken away: a passkey"),
    "access.recovery_codes_made": pgettext_lazy("why", "Recovery codes made"),
    "access.service_opened": pgettext_lazy("why", "Prison service opened"),
    "access.region_opened": pgettext_lazy("why", "Region opened"),
    "access.establishment_opened": pgettext_lazy("why", "Establishment opened"),
    "access.enrolled": pgettext_lazy("why", "Member of staff enrolled"),
    "access.posted": pgettext_lazy("why", "Posted: %(role)s"),
    "access.posting_ended": pgettext_lazy("why", "Posting ended. %(said)s"),
    "access.clock_set": pgettext_lazy("why", "Clock set"),
    "access.language_chosen": pgettext_lazy("why", "Language chosen"),
    "access.compartment_opened": pgettext_lazy("why", "Compartment opened"),
    "access.compartment_closed": pgettext_lazy("why", "Compartment closed"),
    "access.legal_basis_named": pgettext_lazy("why", "Law named for: %(purpose)s"),
    "access.desk_registered": pgettext_lazy("why", "Desk registered"),
    "access.desk_removed": pgettext_lazy("why", "Desk removed"),
    "access.roster_of_keys_taken": pgettext_lazy("why", "List of keys taken out"),
    "access.approvals_taken": pgettext_lazy("why", "Signatures taken out"),
    "access.approval_asked": pgettext_lazy("why", "Second person asked: %(act)s"),
    "access.approval_looked_at": pgettext_lazy("why", "Request for a signature looked at"),
    "access.approvals_listed": pgettext_lazy("why", "What waits for a signature"),
    "access.approved": pgettext_lazy("why", "Signed: %(act)s"),
    "access.approval_declined": pgettext_lazy("why", "Declined to sign: %(act)s"),
    "access.signing_keys_listed": pgettext_lazy("why", "Signatures listed"),
    "access.signing_key_made": pgettext_lazy("why", "Signature made. Its mark: %(key)s"),
    "access.signing_key_confirmed": pgettext_lazy("why", "Signature confirmed"),
    "access.signing_key_revoked": pgettext_lazy("why", "Signature withdrawn"),
    "access.staff_listed": pgettext_lazy("why", "Staff listed"),
    "access.staff_listed_at_the_console": pgettext_lazy("why", "All staff listed at the server: %(number)s"),
    "access.staff_looked_at": pgettext_lazy("why", "Member of staff looked at"),
    "access.witness_looked_at": pgettext_lazy("why", "Page of the witness looked at"),
    "access.job_asked": pgettext_lazy("why", "Work in the background asked for: %(job)s"),
    "access.in_passphrase": pgettext_lazy("why", "In, with a passphrase"),
    "access.in_two_factors": pgettext_lazy("why", "In, with a passphrase and a second factor"),
    "access.in_link": pgettext_lazy("why", "In, by a link of the cast"),
    "access.changed_posting": pgettext_lazy("why", "Went on in another posting"),
    "access.purpose_chosen": pgettext_lazy("why", "Acts from now on for: %(purpose)s"),
    "access.unlocked": pgettext_lazy("why", "Desk unlocked"),
    "access.locked_idle": pgettext_lazy("why", "Desk locked: nobody touched it"),
    "access.locked_asked": pgettext_lazy("why", "Desk locked by hand"),
    "access.out_idle": pgettext_lazy("why", "Out: nobody touched the desk"),
    "access.out_account_changed": pgettext_lazy("why", "Out: the account was changed"),
    "access.out_second_factor": pgettext_lazy("why", "Out: a second factor is needed"),
    "access.out_posting_ended": pgettext_lazy("why", "Out: the posting has ended"),
    "access.out_switched": pgettext_lazy("why", "Out: somebody else took the desk"),
    "access.out_signed_out": pgettext_lazy("why", "Out: signed out"),
    "conference.decided": pgettext_lazy("why", "Decided: %(outcome)s"),
    "conference.decision_ended": pgettext_lazy("why", "Decision ended"),
    "instance.erased_again": pgettext_lazy("why", "Erased again after a backup was brought back"),
    "intelligence.briefing_drafted": pgettext_lazy("why", "Briefing drafted"),
    "intelligence.briefing_edited": pgettext_lazy("why", "Briefing written"),
    "intelligence.briefing_corrected": pgettext_lazy("why", "Signed briefing corrected"),
    "intelligence.briefing_signed": pgettext_lazy("why", "Briefing signed, version %(version)s"),
    "intelligence.drafted_a_briefing": pgettext_lazy("why", "To draft a briefing"),
    "intelligence.days_of_the_briefing": pgettext_lazy("why", "Days of the briefing"),
    "intelligence.wing_edition": pgettext_lazy("why", "Wing edition of the briefing"),
    "intelligence.evaluated": pgettext_lazy("why", "Graded"),
    "intelligence.regraded": pgettext_lazy("why", "Graded anew"),
    "intelligence.further_reach_permitted": pgettext_lazy("why", "Further reach permitted"),
    "intelligence.named": pgettext_lazy("why", "Person named"),
    "intelligence.linked": pgettext_lazy("why", "Linked to a person"),
    "intelligence.laid_together": pgettext_lazy("why", "Laid together"),
    "intelligence.taken_apart": pgettext_lazy("why", "Taken apart"),
    "intelligence.group_opened": pgettext_lazy("why", "Group opened"),
    "intelligence.scheme_asked_for": pgettext_lazy("why", "Another grading scheme asked for"),
    "intelligence.scheme_in_use": pgettext_lazy("why", "Another grading scheme in use"),
    "intelligence.organisation_asked_for": pgettext_lazy("why", "Leave to name an organisation asked for"),
    "intelligence.organisation_named": pgettext_lazy("why", "Group opened: an organisation is named"),
    "intelligence.organisations_looked_at": pgettext_lazy("why", "Organisations to be named"),
    "intelligence.event_opened": pgettext_lazy("why", "Event opened"),
    "intelligence.labels_listed": pgettext_lazy("why", "Groups and events listed"),
    "intelligence.judged_one_telling": pgettext_lazy("why", "Judged to be one telling"),
    "intelligence.taken_back": pgettext_lazy("why", "Judgement taken back"),
    "intelligence.note_written": pgettext_lazy("why", "Note written"),
    "intelligence.note_rewritten": pgettext_lazy("why", "Note rewritten, version %(version)s"),
    "intelligence.mention_answered": pgettext_lazy("why", "Answered for a mention: %(answer)s"),
    "intelligence.note_handed_over": pgettext_lazy("why", "Note handed over, version %(version)s"),
    "intelligence.note_answered": pgettext_lazy("why", "Note answered: %(answer)s"),
    "intelligence.origins_counted": pgettext_lazy("why", "Origins counted"),
    "intelligence.passages_compared": pgettext_lazy("why", "Passages compared"),
    "intelligence.suggested_from_a_text": pgettext_lazy("why", "Suggestions from a text"),
    "intelligence.what_a_report_answers": pgettext_lazy("why", "What a report answers"),
    "intelligence.what_became_of_a_report": pgettext_lazy("why", "What became of a report"),
    "intelligence.put_into_a_compartment": pgettext_lazy("why", "Put into a compartment"),
    "intelligence.moved_to_another_compartment": pgettext_lazy("why", "Moved to another compartment"),
    "intelligence.taken_out_of_a_compartment": pgettext_lazy("why", "Taken out of a compartment"),
    "intelligence.requirement_opened": pgettext_lazy("why", "Requirement opened"),
    "intelligence.question_answered": pgettext_lazy("why", "Question of the shift answered"),
    "intelligence.tasked": pgettext_lazy("why", "Tasking given"),
    "intelligence.tasking_done": pgettext_lazy("why", "Tasking done"),
    "intelligence.tasking_cancelled": pgettext_lazy("why", "Tasking cancelled"),
    "ledger.erased_words_scrubbed": pgettext_lazy("why", "Erased words cleared from the database"),
    "ledger.exported": pgettext_lazy("why", "Ledger taken out in files"),
    "ledger.witness_key_proposed": pgettext_lazy("why", "Key of a witness proposed"),
    "ledger.witness_pinned": pgettext_lazy("why", "Key of a witness pinned: %(key)s"),
    "oversight.who_looked": pgettext_lazy("why", "Who looked"),
    "oversight.reviews_due": pgettext_lazy("why", "Reviews due"),
    "oversight.record_under_review": pgettext_lazy("why", "Record under review"),
    "oversight.legal_holds": pgettext_lazy("why", "Legal holds"),
    "oversight.request_to_erase_early": pgettext_lazy("why", "Request to erase early"),
    "oversight.kept_at_its_review": pgettext_lazy("why", "Kept at its review"),
    "oversight.restricted": pgettext_lazy("why", "Restricted"),
    "oversight.restriction_lifted": pgettext_lazy("why", "Restriction lifted"),
    "oversight.held_by_law": pgettext_lazy("why", "Put under a legal hold"),
    "oversight.hold_lifted": pgettext_lazy("why", "Legal hold lifted"),
    "oversight.erased_at_its_review": pgettext_lazy("why", "Erased at its review"),
    "oversight.asked_to_erase_before_its_time": pgettext_lazy("why", "Second person asked: erase before its time"),
    "oversight.erased_before_its_time": pgettext_lazy("why", "Erased before its time"),
    "register.admitted": pgettext_lazy("why", "Admitted"),
    "register.admitted_from_a_file": pgettext_lazy("why", "Admitted from a file"),
    "register.corrected_from_a_file": pgettext_lazy("why", "Corrected from a file"),
    "register.moved": pgettext_lazy("why", "Moved"),
    "register.moved_from_a_file": pgettext_lazy("why", "Moved from a file"),
    "register.renamed": pgettext_lazy("why", "Name corrected. %(said)s"),
    "register.other_name": pgettext_lazy("why", "Other name written down: %(kind)s"),
    "register.other_name_taken_back": pgettext_lazy("why", "Other name taken back"),
    "register.places_set_up": pgettext_lazy("why", "Places set up"),
    "register.places_set_up_from_a_file": pgettext_lazy("why", "Places set up from a file"),
    "register.file_brought": pgettext_lazy("why", "File brought in: %(kind)s"),
    "register.columns_mapped": pgettext_lazy("why", "Columns of a file matched"),
    "register.columns_again": pgettext_lazy("why", "Columns of a file to be matched again"),
    "register.file_confirmed": pgettext_lazy("why", "File confirmed"),
    "register.files_listed": pgettext_lazy("why", "Files listed"),
    "register.file_thrown_away": pgettext_lazy("why", "File thrown away"),
    "register.looked_at_a_file_brought_in": pgettext_lazy("why", "File looked at"),
    "register.looked_through_a_file_brought_in": pgettext_lazy("why", "File looked through"),
    "register.association": pgettext_lazy("why", "Two people written down: %(kind)s"),
    "register.kept_at_review": pgettext_lazy("why", "Kept at review"),
    "register.ended": pgettext_lazy("why", "Ended"),
    "register.associations_to_review": pgettext_lazy("why", "Associations to review"),
    "register.looked_at_associations": pgettext_lazy("why", "Associations of a person looked at"),
    "register.looked_at_an_association": pgettext_lazy("why", "Association looked at"),
    "register.protected_role": pgettext_lazy("why", "Protected role written down"),
    "register.protected_role_ended": pgettext_lazy("why", "Protected role ended"),
    "register.protected_roles": pgettext_lazy("why", "Protected roles"),
    "register.judged_to_be_one_person": pgettext_lazy("why", "Judged to be one person"),
    "register.judged_to_be_two_people_again": pgettext_lazy("why", "Judged to be two people again"),
    "register.looked_for_people": pgettext_lazy("why", "People looked for"),
    "register.looked_at_a_person": pgettext_lazy("why", "Person looked at"),
    "register.looked_at_a_cell": pgettext_lazy("why", "Cell looked at"),
    "register.looked_who_sleeps_there": pgettext_lazy("why", "Looked who sleeps there"),
    "register.arrivals_and_moves": pgettext_lazy("why", "Arrivals and moves"),
    "register.releases": pgettext_lazy("why", "Releases"),
    "reporting.corrections_read": pgettext_lazy("why", "What changed since it was handed on"),
    "reporting.correction_acknowledged": pgettext_lazy("why", "Said to have read what changed"),
    "reporting.draft_started": pgettext_lazy("why", "Draft begun"),
    "reporting.draft_saved": pgettext_lazy("why", "Draft saved"),
    "reporting.draft_thrown_away": pgettext_lazy("why", "Draft thrown away"),
    "reporting.named_in_draft": pgettext_lazy("why", "Person named in a draft"),
    "reporting.taken_out_of_draft": pgettext_lazy("why", "Person taken out of a draft"),
    "reporting.second_window_kept": pgettext_lazy("why", "Typed in a second window, kept beside the draft"),
    "reporting.two_windows": pgettext_lazy("why", "Two windows of one draft brought together"),
    "reporting.file_put_beside_a_draft": pgettext_lazy("why", "File put beside a draft"),
    "reporting.file_taken_from_a_draft": pgettext_lazy("why", "File taken from a draft"),
    "reporting.file_downloaded": pgettext_lazy("why", "File opened"),
    "reporting.filed": pgettext_lazy("why", "Filed"),
    "reporting.filed_in_bulk_to_measure": pgettext_lazy("why", "Filed in bulk, to measure"),
    "reporting.added_to_a_filed_report": pgettext_lazy("why", "Added to a filed report"),
    "reporting.protected_name_is_another": pgettext_lazy("why", "A name of a protected role is said to be another's"),
    "reporting.event": pgettext_lazy("why", "State of the report: %(kind)s"),
    "reporting.passed_on": pgettext_lazy("why", "Passed on"),
    "reporting.enclosed_in_a_compartment": pgettext_lazy("why", "Put into a compartment"),
    "reporting.taken_out_of_a_compartment": pgettext_lazy("why", "Taken out of a compartment"),
    "reporting.matter_answered": pgettext_lazy("why", "Matter that was passed on answered"),
    "reporting.received_on_its_road": pgettext_lazy("why", "Received on its road"),
    "reporting.answered_on_its_road": pgettext_lazy("why", "Answered on its road"),
    "reporting.slip_confirmed": pgettext_lazy("why", "Written slip confirmed by its author"),
    "reporting.slip_denied": pgettext_lazy("why", "Written slip denied by its author"),
    "reporting.read_what_became_of_it": pgettext_lazy("why", "Author read what became of it"),
    "reporting.answers_owed": pgettext_lazy("why", "Answers owed"),
    "reporting.alarm_raised": pgettext_lazy("why", "Urgent report raised"),
    "reporting.alarm_step_called": pgettext_lazy("why", "Urgent report: step %(step)s of the duty roster called"),
    "reporting.alarms_that_called": pgettext_lazy("why", "Urgent reports that called somebody"),
    "reporting.alarm_answered": pgettext_lazy("why", "Urgent report answered"),
    "reporting.urgent_notice": pgettext_lazy("why", "Urgent notice sent"),
    "reporting.urgent_notices": pgettext_lazy("why", "Urgent notices"),
    "reporting.urgent_notice_reviewed": pgettext_lazy("why", "Urgent notice reviewed by a second person"),
    "reporting.put_on_the_duty_roster": pgettext_lazy("why", "Put on the duty roster"),
    "reporting.roster_looked_at": pgettext_lazy("why", "Duty roster looked at"),
    "reporting.taken_off_the_duty_roster": pgettext_lazy("why", "Taken off the duty roster"),
    "reporting.office_asked_for": pgettext_lazy("why", "Second person asked: an office for urgent notices"),
    "reporting.office_allowed": pgettext_lazy("why", "Office allowed for urgent notices"),
    "search.searched": pgettext_lazy("why", "Searched"),
    "search.protected_word": pgettext_lazy("why", "Searched with a protected word"),
    "search.search_saved": pgettext_lazy("why", "Search saved"),
    "search.saved_search_thrown_away": pgettext_lazy("why", "Saved search thrown away"),
    "search.saved_search_ended": pgettext_lazy("why", "Saved search erased: its 90 days were over"),
    "sources.register_of_sources": pgettext_lazy("why", "Register of sources"),
    "sources.source_entered": pgettext_lazy("why", "Source entered"),
    "sources.source_looked_after": pgettext_lazy("why", "Source looked after"),
    "sources.source_authorised": pgettext_lazy("why", "Source authorised"),
    "sources.source_ended": pgettext_lazy("why", "Source ended"),
    "sources.custodians_key_made": pgettext_lazy("why", "Custodians' key made"),
    "sources.origin_asked_about": pgettext_lazy("why", "Request to open who told looked at"),
    "sources.asked_to_open_an_origin": pgettext_lazy("why", "Second person asked: open who told"),
    "sources.opening_looked_at": pgettext_lazy("why", "Opening looked at"),
    "sources.origin_opened": pgettext_lazy("why", "Opened who told"),
    "sources.origin_looked_at_opened": pgettext_lazy("why", "Looked at who told, while it was open"),
    "sources.opening_over": pgettext_lazy("why", "Closed again: its time was over"),
    "training.walk_started": pgettext_lazy("why", "Exercise opened"),
    "training.exercise_begun": pgettext_lazy("why", "Exercise begun"),
    "training.exercise_closed": pgettext_lazy("why", "Exercise closed"),
    "training.noted_in_the_lesson": pgettext_lazy("why", "Noted in the lesson"),
    "training.lessons_report_begun": pgettext_lazy("why", "Report of the lesson begun"),
    "training.lesson_step": pgettext_lazy("why", "Step of the lesson done"),
    "training.noted": pgettext_lazy("why", "Noted in the notebook"),
    "training.crossed_out": pgettext_lazy("why", "Crossed out of the notebook"),
    "training.slot": pgettext_lazy("why", "Part %(slot)s of the day begun"),
    "training.talked": pgettext_lazy("why", "Talked in part %(slot)s of the day"),
    "training.slot_closed": pgettext_lazy("why", "Part %(slot)s of the day closed"),
    "training.report_begun": pgettext_lazy("why", "Report begun in the exercise"),
    "training.report_filed": pgettext_lazy("why", "Report filed in the exercise"),
    "training.card_sealed": pgettext_lazy("why", "Card sealed"),
    "training.day_ended": pgettext_lazy("why", "Day %(day)s ended"),
    "training.last_look_drawn": pgettext_lazy("why", "Last look drawn"),
    "training.last_look_answered": pgettext_lazy("why", "Last look answered"),
    "training.debrief": pgettext_lazy("why", "Debrief"),
    "to.duty_roster": pgettext_lazy("why", "the duty roster"),
    "to.governor": pgettext_lazy("why", "the governor"),
    "to.wings": pgettext_lazy("why", "the wings"),
    "to.reach": "%(reach)s",
    "to.road": "%(road)s",
}

REFUSALS: dict[str, str | Promise] = {
    "no_such_record": pgettext_lazy("refused", "No such record for this reader"),
    "establishment": pgettext_lazy("refused", "Outside the places that the posting reaches"),
    "service": pgettext_lazy("refused", "Outside the places that the posting reaches"),
    "whole_service": pgettext_lazy("refused", "Only with a posting over the whole service"),
    "compartment": pgettext_lazy("refused", "In a compartment that the posting does not open"),
    "subject": pgettext_lazy("refused", "About the reader"),
    "not.subject": pgettext_lazy("refused", "About the reader"),
    "own": pgettext_lazy("refused", "Only for whose own it is"),
    "author": pgettext_lazy("refused", "Only for whose own it is"),
    "writer": pgettext_lazy("refused", "Only for whose own it is"),
    "restricted": pgettext_lazy("refused", "Restricted: nobody works with it"),
    "reach": pgettext_lazy("refused", "May not go that far"),
    "purpose": pgettext_lazy("refused", "Not a purpose of this work"),
    "posting": pgettext_lazy("refused", "The posting is not in force"),
    "signed_out": pgettext_lazy("refused", "Nobody is signed in"),
    "second_factor": pgettext_lazy("refused", "A second factor is needed"),
    "second_person": pgettext_lazy("refused", "A second person is needed"),
    "notice.second": pgettext_lazy("refused", "A second person is needed"),
    "requester": pgettext_lazy("refused", "A second person is needed"),
    "approval.two": pgettext_lazy("refused", "Two people have not signed"),
    "approval.no_key": pgettext_lazy("refused", "No confirmed signature"),
    "approval.late": pgettext_lazy("refused", "The request had run out"),
    "approval.declined": pgettext_lazy("refused", "A colleague had said no to the request"),
    "approval.requester": pgettext_lazy("refused", "This work may not ask for it"),
    "approval.passphrase": pgettext_lazy("refused", "Wrong passphrase for the signature"),
    "sources.passphrase": pgettext_lazy("refused", "Wrong passphrase for the custodians' key"),
    "sources.second_custodian": pgettext_lazy("refused", "A second custodian is needed"),
    "account.passphrase": pgettext_lazy("refused", "Wrong passphrase"),
    "unlock.wrong": pgettext_lazy("refused", "Wrong passphrase at the locked desk"),
    "sign_in.wrong": pgettext_lazy("refused", "Wrong number or passphrase"),
    "sign_in.code": pgettext_lazy("refused", "Wrong second factor"),
    "sign_in.passkey": pgettext_lazy("refused", "Wrong passkey"),
    "sign_in.no_posting": pgettext_lazy("refused", "No posting in force"),
    "rest": pgettext_lazy("refused", "too often: has to rest"),
    "link": pgettext_lazy("refused", "A link that opens nothing"),
    "link_ended": pgettext_lazy("refused", "A link that has ended"),
    "last_inspector": pgettext_lazy("refused", "The last inspector cannot be taken away"),
    "law_not_named": pgettext_lazy("refused", "No law is named for this purpose"),
    "role.desk": pgettext_lazy("refused", "Only for the intelligence desk"),
    "role.head": pgettext_lazy("refused", "Only for the governor of the place"),
}

KINDS: dict[tuple[str, str], dict[str, str | Promise]] = {
    ("conference.decided", "outcome"): dict(Outcome.choices),
    ("intelligence.note_answered", "answer"): dict(AnswerKind.choices),
    ("register.association", "kind"): {
        "association": _("Association"),
        "non_association": _("To be kept apart"),
    },
    ("register.file_brought", "kind"): {
        "places": _("Places"),
        "people": _("People"),
        "placements": _("Placements"),
    },
    ("register.other_name", "kind"): {"alias": _("Alias"), "nickname": _("Nickname")},
    ("intelligence.mention_answered", "answer"): dict(Mentioned.choices),
    ("reporting.event", "kind"): dict(EventKind.choices),
    ("to.reach", "reach"): dict(Reach.choices),
    ("to.road", "road"): dict(PassedTo.choices),
}
"""What the values of a reason are called, by its code and their name."""


def why(reason: str) -> str:
    """A reason in the reader's language. A code that this release does not know is shown as it is."""
    if reason.startswith(PINNED):  # a witness reads it from files, on any machine: its form never changes
        reason = because("ledger.witness_pinned", key=reason.removeprefix(PINNED))
    given = told(reason)
    if not given.code:
        return given.words
    sentence = REASONS.get(given.code)
    if sentence is None:
        return " ".join([given.code, *given.values.values()])
    said = {name: _value(given.code, name, value) for name, value in given.values.items()}
    return (str(sentence) % _Given(said)).strip()


def refused(codes: str) -> str:
    """What was missing, in the reader's language: `codes` are alternatives, joined by "|"."""
    return "; ".join(dict.fromkeys(_refusal(one) for one in codes.split("|")))


class _Given(dict[str, str]):
    """Values by name; one that was cut off for want of room is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _refusal(code: str) -> str:
    known = REFUSALS.get(code) or REFUSALS.get(code.removeprefix("unknown."))
    if known is not None:
        return str(known)
    role = code.removeprefix("role.")
    if role in Role.values:
        return str(_("Only for: %(role)s")) % {"role": Role(role).label}
    return str(_("Not allowed (%(code)s)")) % {"code": code}


def _value(code: str, name: str, value: str) -> str:
    match name:
        case "act":
            return _act(value)
        case "job":
            return _job(value)
        case "purpose":
            return purpose_label(value)
        case "role":
            return role_label(value)
        case _:
            return str(KINDS.get((code, name), {}).get(value, value))


def _act(operation: str) -> str:
    try:
        return str(act_of(operation).label)
    except UnknownAct:
        return operation


def _job(kind: str) -> str:
    try:
        return str(kind_of(kind).label)
    except UnknownJob:
        return kind
