"""Search: one box over what the reader may see, and nothing beside it.

A room makes its records searchable in three steps:

1. `apps.py` declares `searchable = [Searchable("reporting.report", _("Reports"),
"rapport.reporting.searchable.Reports")]`;
2. the class named there (`kinds.Answers`) says which records a viewer may see, how they look, what they are chosen by;
3. the services that write a record call `rapport.search.services.index(kind, Record(…), texts…, people=keys)` in
their own
   transaction, again when its texts or people change, and `forget(kind, key)` when it is erased.

People are entities: a room that knows them declares `entities`, and a word of a search that is the name of somebody
whom the viewer may see finds the records that name him. The engine only proposes: the ordinary rules filter before
anything is ordered, limited or counted, and nothing is ordered by how rare a word is, because a hidden record would
move it.

Who may: whoever writes, grades, analyses or decides. Source: house plan, sections 5 and 7; safeguards 4 and 5.
"""
