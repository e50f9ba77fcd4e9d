"""Row-level security on PostgreSQL: one policy per record table, written by hand, and what the serving role may do.

`rapport init` raises them as the owner of the tables; they bind every role that owns none. A policy is coarse on
purpose: prison service, establishment, compartment, and one's own. Who may read what within these bounds the rules of
the rooms say. `OPEN` names the tables without a policy: nothing in them tells about a prisoner or a report, and most
are needed to find out who is asking, before anything can be admitted (`access.walls`).

Source: house plan, section 5; PostgreSQL 15, "Row Security Policies".
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from rapport.ledger.selectors import GUARDED
from rapport.search import proposing

SERVICE = "service_id = ANY ((SELECT rapport_ids('services'))::bigint[])"
PLACE = "establishment_id = ANY ((SELECT rapport_ids('establishments'))::bigint[])"
HERE = f"{SERVICE} AND {PLACE}"
WIDE = "service_id = ANY ((SELECT rapport_ids('wide'))::bigint[])"
"""Prison services of which somebody was admitted who reads beyond one prison: an analyst, or who is posted to none."""
OWN = "= ANY ((SELECT rapport_ids('staff'))::bigint[])"
CLEARED = "(compartment = '' OR compartment = ANY ((SELECT rapport_words('compartments'))::text[]))"
"""What lies in a compartment is there for who is cleared for it."""


def of(record: str, column: str) -> str:
    """A part of a record is there when the record is."""
    return f"EXISTS (SELECT FROM {record} whole WHERE whole.id = {column})"


POLICIES: dict[str, str | tuple[str, str]] = {
    # Who is held where. Whoever moves somebody on may write a place beyond their own reach, within the service.
    "register_place": f"EXISTS (SELECT FROM access_establishment e WHERE e.id = establishment_id AND e.{SERVICE})",
    "register_person": (f"{SERVICE} AND ({PLACE} OR establishment_id IS NULL OR {WIDE})", SERVICE),
    "register_personkey": (f"{SERVICE} AND ({PLACE} OR {WIDE})", SERVICE),
    "register_placement": of("register_person", "person_id"),
    "register_association": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "register_othername": of("register_person", "person_id"),
    "register_sameperson": SERVICE,
    "register_import": SERVICE,
    "register_importcolumn": SERVICE,
    "register_protectedrole": SERVICE,
    # Who told us: sealed besides, and its own room's to open.
    "sources_custodiankey": SERVICE,
    "sources_sealeddraft": SERVICE,
    "sources_origin": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "sources_origingrade": of("sources_origin", "origin_id"),
    "sources_withdrawngrade": of("sources_origingrade", "grade_id"),
    "sources_source": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "sources_sourceevent": of("sources_source", "source_id"),
    "sources_opening": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    # A draft is its author's; a report also the desk's where it was written.
    "reporting_draft": f"{SERVICE} AND author_id {OWN}",
    "reporting_draftperson": of("reporting_draft", "draft_id"),
    "reporting_draftside": of("reporting_draft", "draft_id"),
    "reporting_report": f"{SERVICE} AND ({PLACE} OR author_id {OWN} OR {WIDE})",
    "reporting_reportperson": of("reporting_report", "report_id"),
    "reporting_reportsubject": of("reporting_report", "report_id"),
    "reporting_reportevent": of("reporting_report", "report_id"),
    "reporting_waiting": of("reporting_report", "report_id"),
    "reporting_enclosure": of("reporting_report", "report_id"),
    "reporting_authorread": of("reporting_report", "report_id"),
    "reporting_addendum": of("reporting_report", "report_id"),
    "reporting_roadevent": of("reporting_report", "report_id"),
    "reporting_slipconfirmed": of("reporting_report", "report_id"),
    "reporting_attachment": f"{SERVICE} AND ({of('reporting_draft', 'draft_id')}"
    f" OR {of('reporting_report', 'report_id')})",
    # An alarm calls people wherever they are posted in the service.
    "reporting_dutyturn": SERVICE,
    "reporting_alarm": SERVICE,
    "reporting_alarmcall": of("reporting_alarm", "alarm_id"),
    "reporting_alarmevent": of("reporting_alarm", "alarm_id"),
    "reporting_noticerecipient": SERVICE,
    "reporting_urgentnotice": of("reporting_alarm", "alarm_id"),
    "reporting_noticereview": of("reporting_urgentnotice", "notice_id"),
    "reporting_passing": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "reporting_passinganswer": of("reporting_passing", "passing_id"),
    "intelligence_item": f"{HERE} AND {CLEARED}",
    "intelligence_grade": of("intelligence_item", "item_id"),
    "intelligence_moving": of("intelligence_item", "item_id"),
    "intelligence_itemtheme": of("intelligence_item", "item_id"),
    "intelligence_permission": of("intelligence_item", "item_id"),
    "intelligence_tie": of("intelligence_item", "item_id"),
    "intelligence_group": HERE,
    "intelligence_event": HERE,
    "intelligence_schemechoice": HERE,
    "intelligence_organisation": HERE,
    # What a prison needs to know is asked at its posts; the answer says no name.
    "intelligence_requirement": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "intelligence_requirementpost": of("intelligence_requirement", "requirement_id"),
    "intelligence_shiftanswer": of("intelligence_requirement", "requirement_id"),
    "intelligence_brought": of("intelligence_requirement", "requirement_id"),
    "intelligence_tasking": f"{SERVICE} AND ({PLACE} OR {WIDE})",
    "intelligence_taskingend": of("intelligence_tasking", "tasking_id"),
    # The daily briefing is read in its own prison and nowhere else; officers read what of it is for the wings.
    "intelligence_briefing": HERE,
    "intelligence_briefingversion": of("intelligence_briefing", "briefing_id"),
    "intelligence_briefingline": of("intelligence_briefingversion", "version_id"),
    "intelligence_lineplace": of("intelligence_briefingline", "line_id"),
    "intelligence_lineperson": of("intelligence_briefingline", "line_id"),
    "intelligence_briefingsignature": of("intelligence_briefingversion", "version_id"),
    "intelligence_retelling": of("reporting_report", "later_id"),
    "intelligence_mentionanswer": of("reporting_report", "report_id"),
    "intelligence_naming": of("intelligence_item", "item_id"),
    "intelligence_link": f"{HERE} AND {CLEARED}",
    "intelligence_link_items": of("intelligence_link", "link_id"),
    "intelligence_note": f"{HERE} AND {CLEARED}",
    "intelligence_citation": of("intelligence_note", "note_id"),
    "intelligence_version": of("intelligence_note", "note_id"),
    "intelligence_statement": of("intelligence_version", "version_id"),
    "intelligence_statement_items": of("intelligence_statement", "statement_id"),
    "intelligence_handing": of("intelligence_note", "note_id"),
    "intelligence_handedto": of("intelligence_handing", "handing_id"),
    "intelligence_answer": of("intelligence_note", "note_id"),
    # That somebody who was handed a copy read what changed since; and from when on a record was restricted.
    "reporting_acknowledgement": SERVICE,
    "access_marking": SERVICE,
    "conference_decision": HERE,
    "conference_measure": of("conference_decision", "decision_id"),
    "conference_ending": of("conference_decision", "decision_id"),
    # That something is reviewed, held by law or asked to be erased, and why; by whom it is seen, its rules say.
    "oversight_reviewmade": SERVICE,
    "oversight_hold": SERVICE,
    "oversight_earlyerasure": SERVICE,
    # What a record is found by. Its tokens the serving role cannot read at all (`search.proposing`).
    # A report that was closed with what was made of it stays its author's to find.
    "search_entry": f"{SERVICE} AND ({PLACE} OR made_by {OWN} OR {WIDE})"
    f" AND ({CLEARED} OR (made_by {OWN} AND kind = 'reporting.report'))",
    # By whom an entry is found the serving role cannot read either.
    proposing.NAMED: of("search_entry", "entry"),
    "search_savedsearch": f"{SERVICE} AND staff_id {OWN}",
    "search_protectedsearch": SERVICE,
    # An exercise belongs to its own prison service; whoever sat in one finds it again from home.
    "training_exercise": f"{SERVICE} OR id IN (SELECT rapport_own_exercises())",
    "training_seat": of("training_exercise", "exercise_id"),
    "training_colleague": of("training_exercise", "exercise_id"),
    "training_inhabitant": of("training_exercise", "exercise_id"),
    "training_exerciseact": of("training_exercise", "exercise_id"),
    "training_worldstate": of("training_exercise", "exercise_id"),
    "training_colleaguereport": of("training_exercise", "exercise_id"),
    "training_slot": of("training_seat", "seat_id"),
    "training_passage": of("training_slot", "slot_id"),
    "training_talk": of("training_slot", "slot_id"),
    "training_notebookline": of("training_seat", "seat_id"),
    "training_fieldreport": of("training_seat", "seat_id"),
    "training_fieldreport_lines": of("training_fieldreport", "fieldreport_id"),
    "training_lastlookanswer": of("training_seat", "seat_id"),
}
"""Table → which of its rows are there; of a pair, the second says which may be written."""

OPEN = {
    "django_migrations",
    "django_session",
    "django_tasks_database_dbtaskresult",
    "access_prisonservice",
    "access_region",
    "access_establishment",
    "access_staff",
    "access_posting",
    "access_signingkey",
    "access_accountevent",
    "access_approvalrequest",
    "access_approval",
    "access_decline",
    "access_job",
    "access_account",
    "access_desk",
    "access_tries",
    "access_compartment",
    "access_legalbasis",
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "mfa_authenticator",
    "register_slippedkey",
    "sources_matchingcheck",
    "search_words",
}
LEDGER = tuple(table for table in GUARDED if table != "ledger_instance")
"""Added to and read, by the serving role; never changed. `ledger_instance` is only read."""

FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION rapport_ids(name text) RETURNS bigint[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(nullif(current_setting('rapport.' || name, true), ''), ',')::bigint[] $$""",
    """CREATE OR REPLACE FUNCTION rapport_words(name text) RETURNS text[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(nullif(current_setting('rapport.' || name, true), ''), ',') $$""",
    f"""CREATE OR REPLACE FUNCTION rapport_own_exercises() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$ SELECT exercise_id FROM training_seat WHERE staff_id {OWN} $$""",  # noqa: S608
    f"DROP FUNCTION IF EXISTS {proposing.BEFORE}",
    proposing.function(str(POLICIES["search_entry"])),
    f"REVOKE EXECUTE ON FUNCTION {proposing.SIGNATURE} FROM PUBLIC",
)


def raise_walls() -> None:
    """Raise every policy anew, as the owner of the tables. Does nothing on SQLite, nor for a table not installed."""
    if connection.vendor != "postgresql":
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for function in FUNCTIONS:
            cursor.execute(function)
        for table, policy in POLICIES.items():
            if table in tables:
                _raise(cursor, table, policy)


def _raise(cursor: CursorWrapper, table: str, policy: str | tuple[str, str]) -> None:
    shown, written = (policy, policy) if isinstance(policy, str) else policy
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS wall ON {table}")
    cursor.execute(f"CREATE POLICY wall ON {table} USING ({shown}) WITH CHECK ({written})")


def let_serve(role: str) -> None:
    """Let this role serve: read and write rows, and nothing that would change a table, a guard or a policy."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE SELECT ON search_entry FROM {name}")  # noqa: S608  a role of our own
        cursor.execute(f"REVOKE ALL ON {proposing.NAMED} FROM {name}")
        cursor.execute(f"GRANT SELECT ({', '.join(proposing.READABLE)}) ON search_entry TO {name}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {proposing.SIGNATURE} TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE ON {', '.join(LEDGER)} FROM {name}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON ledger_instance, django_migrations FROM {name}")


def unwalled() -> set[str]:
    """Record tables of this database without their policy; on SQLite none."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT "
            "(relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'wall'))"
        )
        return {name for (name,) in cursor.fetchall()} - OPEN - {*GUARDED}


def binds() -> bool:
    """Whether the walls bind the role that serves: it owns no table, is no superuser, and may not pass them by."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) "
            "AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)"
        )
        return bool(cursor.fetchone()[0])
