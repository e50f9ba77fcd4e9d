"""PostgreSQL's own part of searching: a function that proposes the newest records of a kind with these tokens.

The role that serves may not read the tokens at all. This function, which runs as the owner of the tables, reads them
for it, and tells of no entry beyond the wall (`instance.walls`, which raises it with the policies). The condition
stands inside the function because no policy may come before a match that is not "leakproof": the index would not be
used, and every entry would be read.

GIN gives no order, so that a word which every third record bears would have to be fetched whole. Therefore an entry
also bears the mark of its block, of 4,096 and of 65,536 entries (a trigger, migration 0002), and the question is asked
of the newest blocks first, then of sixteen times as many, then of all. The answer is the same; what a common word costs
is bounded. Measured with a million entries and a word that most of them bear: 6 ms instead of 1,700.

Somebody's name may be that of three hundred people, and a question with three hundred tokens beside common words
costs two hundred milliseconds: GIN weighs all of them for each entry that it comes by. Therefore the people stand
apart from the words (`linked`). First the words alone are asked; then, in the blocks that sufficed for those, the
entries that bear one of these people, a few in each look into the index, beside the words for which nobody stands;
these entries are asked for the rest. What holds all the words is found by the first, whatever needs somebody by the
second, and nothing else by either. The first line is no word but whose records count: nobody stands for it. The
planner expects a hundred times as many of these entries as there are, and may neither join nor group as it would for
so many.

Neither the order nor the bound may be read from the primary key (`id + 0`): for a bound that it does not know, the
planner reads the keys of a third of all entries beside the match, 60 ms for a million, and once for each size of block.

Source: house plan, section 5; PostgreSQL 15, "Rules and Privileges", "GIN Indexes".
"""

SMALL, LARGE = 12, 16
"""A block is so many bits of an entry's key."""

NAME = "search_proposed"
SIGNATURE = f"{NAME}(text, text, text, bigint, integer)"
BEFORE = f"{NAME}(text, text, bigint, integer)"
"""The function of earlier releases, of which nothing stays."""

BETWEEN = "\n"
"""What stands between the words of a question, and between the people of each."""

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
    """The function, bound by the wall of the entries: for whoever is not bound by it, as for its policy.

    `words` has a line for each word, with all that it may be found by; `linked` is empty, or has as many lines, each
    with the people whom that word may mean as well, in bundles.
    """
    return f"""CREATE OR REPLACE FUNCTION {NAME}(asked_kind text, words text, linked text, before bigint, most integer)
RETURNS TABLE (entry bigint, record bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan SET enable_hashagg = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  asker name := coalesce(nullif(current_setting('role'), 'none'), session_user);
  free boolean := pg_has_role(asker, current_user, 'USAGE');
  newest bigint := (SELECT max(id) FROM search_entry WHERE id < before);
  each_word tsquery[] := string_to_array(words, E'\\n', '')::tsquery[];
  of_each text[] := string_to_array(linked, E'\\n');
  asked tsquery := each_word[1];
  sure tsquery := each_word[1];
  blocks tsquery;
  block text;
  bits integer;
  entries bigint[];
  records bigint[];
BEGIN
  FOR nth IN 2 .. cardinality(each_word) LOOP
    asked := asked && each_word[nth];  -- nothing at all where a word has only people
    IF of_each[nth] = '' THEN
      sure := sure && each_word[nth];  -- what nobody stands for
    END IF;
  END LOOP;
  FOREACH bits IN ARRAY ARRAY[{SMALL}, {LARGE}, 0] LOOP
    -- so few that all of them are asked at once
    CONTINUE WHEN bits > 0 AND (newest >> bits < 2 OR asked IS NULL);
    block := CASE bits WHEN {SMALL} THEN '0b' WHEN {LARGE} THEN '0c' END;
    blocks := (block || (newest >> bits) || ' | ' || block || (newest >> bits) - 1)::tsquery;
    SELECT array_agg(found.id), array_agg(found.record_id) INTO entries, records FROM (
      SELECT id, record_id FROM search_entry
      WHERE tokens @@ coalesce(asked && blocks, asked) AND kind = asked_kind AND id + 0 < before AND (free OR ({wall}))
      ORDER BY id + 0 DESC LIMIT most
    ) found;
    EXIT WHEN cardinality(entries) = most;
  END LOOP;
  IF linked = '' THEN
    RETURN QUERY SELECT * FROM unnest(entries, records);
    RETURN;
  END IF;
  sure := coalesce(sure && blocks, sure);
  RETURN QUERY
  SELECT * FROM unnest(entries, records)
  UNION
  SELECT id, record_id FROM (
    SELECT bearing.id, array_agg(bearing.nth) AS met FROM (
      SELECT theirs.id, named.nth
      FROM unnest(of_each) WITH ORDINALITY named(people, nth), LATERAL (
        SELECT id FROM search_entry WHERE tokens @@ ANY (ARRAY(
          SELECT bundle::tsquery && sure FROM unnest(string_to_array(named.people, ' ')) bundle
        ))
      ) theirs
    ) bearing GROUP BY bearing.id
  ) bearing JOIN search_entry USING (id)
  WHERE kind = asked_kind AND id + 0 < before AND (free OR ({wall})) AND NOT EXISTS (
    SELECT FROM unnest(each_word) WITH ORDINALITY other(word, nth)
    WHERE of_each[nth] <> '' AND nth <> ALL (bearing.met) AND ts_match_vq(tokens, word) IS NOT TRUE
  )
  ORDER BY 1 DESC LIMIT most;
END $$"""  # noqa: S608  numbers of our own
