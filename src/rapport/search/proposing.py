"""PostgreSQL's own part of searching: a function that proposes the newest records of a kind with these tokens.

The role that serves may not read the tokens at all. This function, which runs as the owner of the tables, reads them
for it, and tells of no entry beyond the wall (`instance.walls`, which raises it with the policies). The condition
stands inside the function because no policy may come before a match that is not "leakproof": the index would not be
used, and every entry would be read.

GIN gives no order, so that a word which every third record bears would have to be fetched whole. Therefore an entry
also bears the mark of its block, of 4,096 and of 65,536 entries (a trigger, migration 0002), and the question is asked
of the newest two blocks first, then of as many as should suffice if the rest is like them, then of all. The answer is
the same; what a common word costs is bounded.

Each word is a condition of its own. Of one condition with an AND in it GIN asks every entry of the rarest token whether
it bears the others, from the oldest on; of several it lets each jump to where the others are (`scanGetItem`), in the
order in which they stand. So the words come first, the marks that nearly every entry bears after them, the blocks last:
those are looked for only where all words are. The other way round it takes twice as long, and four times for the whole
service. The same condition twice is read twice, hence a wording for each number.

Somebody's name may be that of three hundred people, and a question with three hundred tokens beside common words
costs two hundred milliseconds: GIN weighs all of them for each entry that it comes by. Therefore the people stand
apart from the words (`linked`). First the words alone are asked; then, as far back as sufficed for those, the entries
that name one of these people are read from a narrow table (`NAMED`), and asked for the words that its people do not
stand for. What holds all the words is found by the first, whatever needs somebody by the second, and nothing else by
either. The first line is no word but whose records count: nobody stands for it. The planner expects far more of these
entries than there are, and may neither join nor group as it would for so many.

To ask an entry is to read it, and fifteen hundred that name somebody lie on as many pages. So the newest are asked one
by one, which is all there is to do where most of them hold the words; where hardly any does, the words are rare, and
the index says which of the others hold them. That one question is planned each time (`EXECUTE`), since how it is best
answered depends on the words: half a millisecond, where reading costs ten and more.

Neither the order nor the bound may be read from the primary key (`id + 0`): for a bound that it does not know, the
planner reads the keys of a third of all entries beside the match, 60 ms for a million, and once for each size of block.

Source: house plan, section 5; PostgreSQL 15, "Rules and Privileges", "GIN Indexes".
"""

SMALL, LARGE = 12, 16
"""A block is so many bits of an entry's key."""
LOOK, RARE = 128, 20
"""So many of the entries that name somebody are looked at first; words that one of so many of those holds are rare."""
KEYS = 6
"""So many conditions stand beside each other: each is a key of its own for GIN."""

NAME = "search_proposed"
SIGNATURE = f"{NAME}(text, text, text, bigint, integer)"
BEFORE = f"{NAME}(text, text, bigint, integer)"
"""The function of earlier releases, of which nothing stays."""

NAMED = "search_named"
"""Who is named by which entry, as its marks say (migration 0005)."""

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


def naming() -> tuple[str, ...]:
    """What keeps in step by which entries somebody is named."""
    of_old, of_new = (
        f"SELECT substr(mark, 3)::bigint FROM unnest(tsvector_to_array({row}.tokens)) mark "  # noqa: S608  our own
        "WHERE mark ~ '^0p[0-9]+$'"
        for row in ("OLD", "NEW")
    )
    return (
        f"""CREATE OR REPLACE FUNCTION search_keep_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$ BEGIN
IF TG_OP = 'TRUNCATE' THEN
  TRUNCATE {NAMED};
  RETURN NULL;
END IF;
IF TG_OP <> 'INSERT' THEN
  DELETE FROM {NAMED} WHERE kind = OLD.kind AND entry = OLD.id AND person = ANY (ARRAY({of_old}));
END IF;
IF TG_OP <> 'DELETE' THEN
  INSERT INTO {NAMED} (kind, person, entry) SELECT NEW.kind, person, NEW.id FROM ({of_new}) named(person);
END IF;
RETURN NULL;
END $$""",  # noqa: S608  names of our own
        "CREATE OR REPLACE TRIGGER search_entry_names AFTER INSERT OR DELETE OR UPDATE OF tokens ON search_entry "
        "FOR EACH ROW EXECUTE FUNCTION search_keep_named()",
        "CREATE OR REPLACE TRIGGER search_entry_names_nobody AFTER TRUNCATE ON search_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION search_keep_named()",
    )


def function(wall: str) -> str:
    """The function, bound by the wall of the entries: for whoever is not bound by it, as for its policy.

    `words` has a line for each word, with all that it may be found by; `linked` is empty, or has as many lines, each
    with the keys of the people whom that word may mean as well.
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
  oldest bigint := 0;
  width bigint := {2 << SMALL};
  bits integer;
  many integer := 0;
  each_word tsquery[] := string_to_array(words, E'\\n', '')::tsquery[];
  of_each text[] := string_to_array(linked, E'\\n');
  beside tsquery[] := each_word[2:{KEYS}];
  written boolean := array_position(each_word, NULL) IS NULL;
  blocks tsquery;
  asked tsquery[];
  entries bigint[];
  records bigint[];
  theirs bigint[];
  bearing bigint[] := '{{}}';
  met text[] := '{{}}';
  of_these text;
  named bigint[] := '{{}}';
  done integer;
  upto integer := 0;
  rare boolean;
BEGIN
  FOR nth IN {KEYS + 1} .. cardinality(each_word) LOOP
    beside[{KEYS - 1}] := beside[{KEYS - 1}] && each_word[nth];
  END LOOP;
  WHILE written LOOP  -- nothing holds a word that has only people: then all of theirs are looked at
    bits := CASE WHEN width <= {1 << LARGE} THEN {SMALL} WHEN width <= {8 << LARGE} THEN {LARGE} END;
    oldest := coalesce(greatest((newest >> bits) - ((width - 1) >> bits), 0) << bits, 0);
    blocks := (
      SELECT string_agg(CASE bits WHEN {SMALL} THEN '0b' ELSE '0c' END || block, '|')
      FROM generate_series(oldest >> bits, newest >> bits) block WHERE oldest > 0
    )::tsquery;
    asked := array_remove(beside || each_word[1] || blocks, NULL);
    CASE cardinality(asked)
{"".join(_asked(number, wall) for number in range(1, KEYS + 2))}
    END CASE;
    EXIT WHEN cardinality(entries) = most OR oldest = 0;
    -- as far back as there should be enough, if they lie no thinner there; then all
    width := CASE WHEN many = 0 THEN width * most * 3 / (2 * nullif(cardinality(entries), 0)) END;
    many := cardinality(entries);
  END LOOP;
  IF linked = '' THEN
    RETURN QUERY SELECT * FROM unnest(entries, records);
    RETURN;
  END IF;
  IF cardinality(entries) = most THEN  -- nothing older can be among the newest
    oldest := entries[most];
  END IF;
  FOR nth IN 2 .. cardinality(of_each) LOOP
    theirs := ARRAY(SELECT one.entry FROM {NAMED} one
      WHERE one.kind = asked_kind AND person = ANY (string_to_array(of_each[nth], ' ')::bigint[])
      AND one.entry >= oldest AND one.entry < before);
    bearing := bearing || theirs;
    met := met || array_fill(nth::text, ARRAY[cardinality(theirs)]);
  END LOOP;
  IF met[1] = met[cardinality(met)] THEN  -- one word only may mean somebody
    bearing := ARRAY(SELECT DISTINCT one.id FROM unnest(bearing) one(id) ORDER BY 1 DESC);
  ELSE
    SELECT array_agg(one.id), array_agg(one.met) INTO bearing, met FROM (
      SELECT each.id, string_agg(each.nth, ' ') FROM unnest(bearing, met) each(id, nth) GROUP BY each.id ORDER BY 1 DESC
    ) one(id, met);
  END IF;
  WHILE upto < cardinality(bearing) AND cardinality(named) < most LOOP
    done := upto;
    rare := done > 0 AND cardinality(bearing) - done > {LOOK} AND cardinality(named) * {RARE} < {LOOK};
    upto := CASE WHEN done = 0 THEN {LOOK} ELSE cardinality(bearing) END;
    IF rare THEN
      theirs := '{{}}';
      FOREACH of_these IN ARRAY ARRAY(SELECT DISTINCT unnest(met[done + 1:])) LOOP
        beside := ARRAY(
          SELECT word FROM unnest(each_word) WITH ORDINALITY other(word, at)
          WHERE at > 1 AND at <> ALL (string_to_array(of_these, ' ')::bigint[])
        );
        EXECUTE $q$SELECT $1 || ARRAY(SELECT id FROM search_entry WHERE id = ANY ($2) AND ts_match_vq(tokens, $3)
          AND ($4 OR ({wall}))$q$ || (
            SELECT coalesce(string_agg(format(' AND tokens @@ $5[%s]', at), ''), '')
            FROM generate_subscripts(beside, 1) at
          ) || ')'
        INTO theirs USING theirs, ARRAY(
          SELECT id FROM unnest(bearing[done + 1:], met[done + 1:]) one(id, met) WHERE one.met = of_these
        ), each_word[1], free, beside;
      END LOOP;
      named := named || theirs;
    ELSE
      named := named || ARRAY(
        SELECT one.id FROM (
          SELECT * FROM unnest(bearing[done + 1:upto], met[done + 1:upto]) WITH ORDINALITY later(id, met, at)
          ORDER BY at
        ) one JOIN search_entry USING (id)
        WHERE (free OR ({wall})) AND NOT EXISTS (
          SELECT FROM unnest(each_word) WITH ORDINALITY other(word, nth)
          WHERE nth <> ALL (string_to_array(one.met, ' ')::bigint[]) AND ts_match_vq(tokens, word) IS NOT TRUE
        )
        ORDER BY one.at LIMIT most - cardinality(named)
      );
    END IF;
  END LOOP;
  RETURN QUERY
  SELECT * FROM unnest(entries, records)
  UNION
  SELECT id, record_id FROM search_entry WHERE id = ANY (named)
  ORDER BY 1 DESC LIMIT most;
END $$"""  # noqa: S608  numbers of our own


def _asked(number: int, wall: str) -> str:
    """The question with so many conditions beside that of its blocks."""
    conditions = " AND ".join(f"tokens @@ asked[{nth}]" for nth in range(1, number + 1))
    return f"""      WHEN {number} THEN
        SELECT array_agg(found.id), array_agg(found.record_id) INTO entries, records FROM (
          SELECT id, record_id FROM search_entry
          WHERE {conditions} AND kind = asked_kind AND id + 0 < before AND (free OR ({wall}))
          ORDER BY id + 0 DESC LIMIT most
        ) found;
"""  # noqa: S608  numbers of our own
