"""PostgreSQL's own part of searching: a function that proposes the newest records of a kind with these tokens.

The role that serves may not read the tokens at all. This function, which runs as the owner of the tables, reads them
for it, and tells of no entry beyond the wall (`instance.walls`, which raises it with the policies). The condition
stands inside the function because no policy may come before a match that is not "leakproof": the index would not be
used, and every entry would be read.

GIN gives no order, so that a word which every third record bears would have to be fetched whole. Therefore an entry
also bears the mark of its block, of 4,096 and of 65,536 entries (a trigger, migration 0002), and the question is asked
of the newest blocks first, then of sixteen times as many, then of all. The answer is the same; what a common word costs
is bounded. Measured with a million entries and a word that most of them bear: 6 ms instead of 1,700.

Neither the order nor the bound may be read from the primary key (`id + 0`): for a bound that it does not know, the
planner reads the keys of a third of all entries beside the match, 60 ms for a million, and once for each size of block.

Source: house plan, section 5; PostgreSQL 15, "Rules and Privileges", "GIN Indexes".
"""

SMALL, LARGE = 12, 16
"""A block is so many bits of an entry's key."""

NAME = "search_proposed"
SIGNATURE = f"{NAME}(text, text, bigint, integer)"
READABLE = ("id", "kind", "record_id", "service_id", "establishment_id", "made_by", "compartment")
"""What the role that serves may read of an entry: all but the tokens."""


def marking() -> tuple[str, str]:
    """What lets every entry bear the mark of its block."""
    return (
        f"""CREATE OR REPLACE FUNCTION search_mark_block() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
NEW.tokens := NEW.tokens || ('0b' || (NEW.id >> {SMALL}) || ' 0c' || (NEW.id >> {LARGE}))::tsvector;
RETURN NEW;
END $$""",
        "CREATE OR REPLACE TRIGGER search_entry_block BEFORE INSERT OR UPDATE OF tokens ON search_entry "
        "FOR EACH ROW EXECUTE FUNCTION search_mark_block()",
    )


def function(wall: str) -> str:
    """The function, bound by the wall of the entries: for whoever is not bound by it, as for its policy."""
    return f"""CREATE OR REPLACE FUNCTION {NAME}(asked_kind text, question text, before bigint, most integer)
RETURNS TABLE (entry bigint, record bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  asker name := coalesce(nullif(current_setting('role'), 'none'), session_user);
  free boolean := pg_has_role(asker, current_user, 'USAGE');
  newest bigint := (SELECT max(id) FROM search_entry WHERE id < before);
  entries bigint[];
  records bigint[];
  bits integer;
  block text;
  asked tsquery;
BEGIN
  FOREACH bits IN ARRAY ARRAY[{SMALL}, {LARGE}, 0] LOOP
    asked := question::tsquery;
    CONTINUE WHEN bits > 0 AND newest >> bits < 2;  -- so few that all of them are asked at once
    IF bits > 0 THEN
      block := CASE bits WHEN {SMALL} THEN '0b' ELSE '0c' END;
      asked := asked && (block || (newest >> bits) || ' | ' || block || (newest >> bits) - 1)::tsquery;
    END IF;
    SELECT array_agg(found.id), array_agg(found.record_id) INTO entries, records FROM (
      SELECT id, record_id FROM search_entry
      WHERE tokens @@ asked AND kind = asked_kind AND id + 0 < before AND (free OR ({wall}))
      ORDER BY id + 0 DESC LIMIT most
    ) found;
    EXIT WHEN cardinality(entries) = most;
  END LOOP;
  RETURN QUERY SELECT * FROM unnest(entries, records);
END $$"""  # noqa: S608  numbers of our own
