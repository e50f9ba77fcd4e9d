"""What each door answers, and to whom: the table that the matrix is held against.

A line says an answer and the standings that get it; the first line that fits counts, `*` is everybody else. Whoever is
signed out, or whose posting has ended, is sent to sign in unless a line names them (`**` is everybody).
Whoever is `refused`, or finds it `missing`, or is `shown empty` or told it is `unfit`, is answered the same about what
is not there at all; `forbidden` is for whoever may see it and not do this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.http import HttpResponse

NOTHING = ("no way: **",)
"""The answer to a method that a door does not know."""

DESK = "intelligence@here subject writer"
"""Intelligence officers of Northfield; `subject` and `writer` are two of them."""

ANY_DESK = "intelligence@* analyst@* subject writer"
WRITERS = "officer@* intelligence@* governor@* author subject writer player asker"
GOVERNORS = "governor@here asker"

STATUS = {
    "shown": 200,
    "shown empty": 200,
    "done": 302,
    "sent": 302,
    "unfit": 422,
    "unready": 422,
    "forbidden": 403,
    "refused": 403,
    "missing": 404,
    "no way": 405,
    "gone on": 409,
    "sign in": 302,
}


@dataclass(frozen=True)
class Door:
    """A route, what it is asked for, what is typed there, and what it answers."""

    name: str
    about: tuple[str, ...] = ()
    get: Sequence[str] = NOTHING
    post: Sequence[str] = NOTHING
    query: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How a failure names it."""
        return f"{self.name} {' '.join(self.about)}{self.query and '?' + self.query}"

    @property
    def refers(self) -> bool:
        """Whether it asks for a record by a reference, in its address or in what is typed."""
        return bool(self.about or "{" in self.query or "{" in "".join([*self.typed, *self.typed.values()]))

    def says(self, method: str, standing: str) -> str:
        """The answer that this standing gets."""
        gone = standing == "signed-out" or standing.endswith("@ended")
        for line in self.get if method == "get" else self.post:
            answer, _, whom = line.partition(": ")
            if any(_means(one, standing, gone=gone) for one in whom.split()):
                return answer
        return "sign in" if gone else "not in the table"


def _means(pattern: str, standing: str, *, gone: bool) -> bool:
    """`**` is everybody, `*` everybody signed in; whoever is gone has to be named."""
    if gone:
        return pattern in {"**", "*@ended", standing} and (pattern != "*@ended" or standing != "signed-out")
    return pattern == "**" or fnmatchcase(standing, pattern)


def answer_of(response: HttpResponse) -> str:
    """What was answered, in the table's words as far as the answer shows it."""
    if response.status_code in {301, 302} and response["Location"].startswith("/sign-in/"):
        return "sign in"
    return str(response.status_code)


def fits(response: HttpResponse, said: str) -> bool:
    """Whether the response is the answer that the table says."""
    given = answer_of(response)
    return given == "sign in" if said == "sign in" else given == str(STATUS[said])


GRADE = {
    "source": "B",
    "source_reason": "Has written for two years.",
    "information": "1",
    "information_reason": "Seen from three metres.",
    "handling": "H0",
}
ITEM = {
    **GRADE,
    "kind": "seen",
    "text": "A man was seen to take bread from another at the bench.",
    "obtained": "on_duty",
    "themes": "contraband",
    "who_{person}": "other",
}
NOTE = {
    "title": "Bread",
    "innocent": "He may share.",
    "shown": "1",
    "s0-text": "Bread changed hands.",
    "s0-kind": "fact",
    "s0-items": "{item}",
}
DECISION = {"shown": "1", "outcome": "no_action", "grounds": "The note.", "review_on": "{today}", "ends_on": "{today}"}
REPORT = {"do": "file", "about": "worry", "seen": "Bread changed hands."}
PASSPHRASE = {"passphrase": "four quiet words together"}
TWICE = {**PASSPHRASE, "again": PASSPHRASE["passphrase"]}
ADMINISTRATORS = "administrator@*"

ACCESS = [
    Door("healthz", get=["shown: **"], post=["shown: **"]),
    Door("urgent_form", get=["shown: **"]),
    Door("set_language", get=["sent: **"], post=["sent: **"], typed={"language": "fr"}),
    Door("demo:welcome", get=["sent: *"]),
    Door("interface:look", get=["shown: **"], post=["shown: **"]),
    Door("access:start", get=["sent: *"]),
    Door("access:sign_in", get=["shown: **"], post=["unfit: **"], typed={"number": "NOBODY-1", **PASSPHRASE}),
    Door("access:second", get=["sign in: **"], post=["sign in: **"], typed={"code": "000000"}),
    Door("access:choose", get=["sign in: **"], post=["sign in: **"], typed=TWICE),
    Door("access:set_up", get=["sign in: **"], post=["sign in: **"], typed={"code": "000000"}),
    Door("access:arrive", get=["sign in: **"], post=["sign in: **"]),
    Door("access:lock", post=["sign in: **"]),
    Door("access:locked", get=["sign in: **"], post=["sign in: **"], typed=PASSPHRASE),
    Door("access:switch", post=["sign in: **"]),
    Door("access:account", get=["shown: *"]),
    Door("access:change", get=["shown: *"], post=["unfit: *"], typed={"present": "wrong", **TWICE}),
    Door("access:app", get=["sent: *"], post=["sent: *"], typed={"code": "000000", **PASSPHRASE}),
    Door("access:codes", get=["sent: *"], post=["sent: *"], typed=PASSPHRASE),
    Door("access:passkeys", get=["sent: *"], post=["sent: *"], typed={"name": "Token", **PASSPHRASE}),
    Door("access:remove_passkey", ("no such key",), get=["missing: *"], post=["missing: *"], typed=PASSPHRASE),
    Door(
        "access:purpose",
        get=["shown: *"],
        post=["done: officer@* governor@* author player asker", "missing: *"],
        typed={"purpose": "dynamic security"},
    ),
    Door(
        "access:administration",
        get=[f"shown: {ADMINISTRATORS}", "refused: *"],
        post=[f"unfit: {ADMINISTRATORS}", "refused: *"],
    ),
    Door(
        "access:member",
        ("member",),
        get=["shown: administrator@here", f"missing: {ADMINISTRATORS}", "refused: *"],
        post=["done: administrator@here", f"missing: {ADMINISTRATORS}", "refused: *"],
        typed={"role": "officer", "place": "{establishment}"},
    ),
    Door(
        "access:member_account",
        ("member",),
        post=["shown: administrator@here", f"missing: {ADMINISTRATORS}", "refused: *"],
        typed={"do": "open"},
    ),
    Door(
        "access:end_posting",
        ("member", "posting"),
        post=["done: administrator@here", f"missing: {ADMINISTRATORS}", "refused: *"],
    ),
    Door(
        "access:desks",
        get=[f"shown: {ADMINISTRATORS}", "refused: *"],
        post=[f"done: {ADMINISTRATORS}", "refused: *"],
        typed={"name": "Wing B", "network": "192.0.2.16/28"},
    ),
    Door(
        "access:remove_desk",
        ("desk",),
        post=["done: administrator@here administrator@elsewhere", f"missing: {ADMINISTRATORS}", "refused: *"],
    ),
    Door(
        "access:bounds", get=[f"shown: {ADMINISTRATORS}", "refused: *"], post=["refused: *"], typed={"label": "Kitchen"}
    ),
    Door(
        "access:close_compartment",
        ("compartment",),
        post=["forbidden: administrator@here administrator@elsewhere", f"missing: {ADMINISTRATORS}", "refused: *"],
    ),
    Door("access:enter", ("token",), get=["done: **"], post=["done: **"]),
    Door("access:sign_out", post=["sign in: **"]),
    Door("access:posting", post=["done: officer@here", "missing: *"], get=["shown: *"], typed={"posting": "{posting}"}),
    Door("access:signature", get=["shown: *"], post=["done: *"], typed=TWICE),
    Door("access:revoke", ("key",), post=["done: inspector@here inspector@elsewhere asker", "missing: *"]),
    Door(
        "access:witness",
        get=[f"shown: {ADMINISTRATORS} inspector@* governor@* asker", "refused: *"],
        post=[f"unfit: {ADMINISTRATORS} inspector@*", "refused: *"],
        typed={"key": "no key"},
    ),
    Door(
        "access:witness_key",
        ("witness",),
        get=[f"shown: {ADMINISTRATORS} inspector@* governor@* asker", "refused: *"],
        post=[f"done: {ADMINISTRATORS} inspector@*", "refused: *"],
    ),
    Door("access:signatures", get=["shown: inspector@*", "refused: *"]),
    Door(
        "access:confirm",
        ("key",),
        post=["done: inspector@here inspector@elsewhere", "forbidden: asker", "missing: *"],
    ),
    Door("access:approvals", get=["shown: *"]),
    Door(
        "access:approval",
        ("request",),
        get=[f"shown: {GOVERNORS}", "missing: *"],
        post=[f"done: {GOVERNORS}", "missing: *"],
        typed=PASSPHRASE,
    ),
]

ON_THE_SPOT = f"officer@here governor@here trainer@here author {DESK} asker"
"""Whoever meets the people of Northfield, or decides about them."""

KEEPERS = f"governor@here trainer@here {DESK} asker"
"""Whoever notes what is said of two people, and other names of one."""

HEADS = "governor@here trainer@here asker"
ANALYSTS = "analyst@here analyst@elsewhere"
HERE = "*@here author subject writer asker"
"""A plan tells of nobody: whoever is posted at Northfield may see it."""
PERSON_PAGE = [f"shown: {ON_THE_SPOT} {ANALYSTS}", "missing: *"]
TIE = {"kind": "non_association", "reason": "They fought.", "review_on": "{in a month}"}

REGISTER = [
    Door("register:establishments", get=["shown: *"]),
    Door("register:establishment", ("establishment",), get=[f"shown: {HERE} integrity complaints", "missing: *"]),
    Door("register:place", ("place",), get=[f"shown: {HERE} integrity complaints", "missing: *"]),
    Door("register:people", get=["shown: *"], query="q=Lasko"),
    Door("register:person", ("person",), get=PERSON_PAGE),
    Door(
        "register:note_name",
        ("person",),
        post=[f"done: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        typed={"kind": "nickname", "written": "Samovar"},
    ),
    Door(
        "register:end_name",
        ("other name",),
        post=[f"done: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
    ),
    Door(
        "register:move",
        ("person",),
        get=[f"shown: {HEADS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        post=[f"done: {HEADS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        typed={"cell": "{cell}"},
    ),
    Door(
        "register:associate",
        ("person",),
        get=[f"shown: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        post=[f"done: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        query="with={other person}",
        typed=TIE,
    ),
    Door(
        "register:keep_association",
        ("tie",),
        get=[f"shown: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        post=[f"done: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        typed={"reason": "Still hostile.", "review_on": "{in a month}"},
    ),
    Door(
        "register:end_association",
        ("tie",),
        post=[f"done: {KEEPERS}", f"forbidden: {ON_THE_SPOT} {ANALYSTS}", "missing: *"],
        typed={"reason": "Settled."},
    ),
    Door(
        "register:same",
        ("person",),
        get=[f"shown: {KEEPERS} {ANALYSTS}", f"forbidden: {ON_THE_SPOT}", "missing: *"],
        post=[f"done: {KEEPERS} {ANALYSTS}", f"forbidden: {ON_THE_SPOT}", "missing: *"],
        query="with={other person}",
        typed={"reason": "The same fingerprints."},
    ),
    Door(
        "register:undo_same",
        ("judgement",),
        post=[f"done: {KEEPERS} {ANALYSTS}", f"forbidden: {ON_THE_SPOT}", "missing: *"],
        typed={"reason": "Two brothers."},
    ),
    Door(
        "register:imports",
        get=["shown: governor@* trainer@* asker", "missing: *"],
        post=["unfit: governor@* trainer@* asker", "missing: *"],
    ),
    Door(
        "register:import",
        ("file",),
        get=["shown: governor@here", "missing: *"],
        post=["done: governor@here", "missing: *"],
        typed={"do": "drop"},
    ),
    Door("register:import_progress", ("file",), get=["shown: governor@here", "missing: *"]),
    Door(
        "register:protected",
        get=["shown: *"],
        post=["done: governor@* trainer@* asker", "missing: *"],
        typed={"office": "lawyer", "family_name": "Weber"},
    ),
    Door(
        "register:end_protected",
        ("protected role",),
        post=[f"done: {HEADS}", f"forbidden: {ON_THE_SPOT} analyst@here inspector@here", "missing: *"],
    ),
]

AUTHORS_DRAFT = [f"missing: {WRITERS}", "refused: *"]
"""A draft is nobody's but its author's; who never writes is told so, whatever draft they ask for."""

REPORTING = [
    Door("reporting:mine", get=["shown: *"]),
    Door("reporting:new", get=["sent: *"], post=[f"done: {WRITERS}", "refused: *"]),
    Door(
        "reporting:report",
        ("filed",),
        get=[f"shown: author {DESK}", "missing: *"],
        post=["done: author", f"forbidden: {DESK}", "missing: *"],
        typed={"text": "More."},
    ),
    Door(
        "reporting:report",
        ("about a colleague",),
        get=["shown: author intelligence@here writer", "missing: *"],
        post=["done: author", "forbidden: intelligence@here writer", "missing: *"],
        typed={"text": "More."},
    ),
    Door(
        "reporting:report",
        ("to integrity",),
        get=["shown: author integrity", "missing: *"],
        post=["done: author", "forbidden: integrity", "missing: *"],
        typed={"text": "More."},
    ),
    Door(
        "reporting:report",
        ("sent for integrity",),
        get=["shown: author integrity", "missing: *"],
        post=["done: author", "forbidden: integrity", "missing: *"],
        typed={"text": "More."},
    ),
    Door("intelligence:evaluate", ("sent for integrity",), get=["missing: *"], post=["missing: *"]),
    Door(
        "reporting:report",
        ("of ill-treatment",),
        get=["shown: author complaints", "missing: *"],
        post=["done: author", "forbidden: complaints", "missing: *"],
        typed={"text": "More."},
    ),
    Door(
        "reporting:report",
        ("for help",),
        get=[f"shown: author {GOVERNORS}", "missing: *"],
        post=["done: author", f"forbidden: {GOVERNORS}", "missing: *"],
        typed={"text": "More."},
    ),
    Door(
        "reporting:road",
        ("to integrity",),
        post=["done: integrity", "forbidden: author", "missing: *"],
        typed={"do": "answer", "text": "Looked at."},
    ),
    Door("reporting:road", ("for help",), post=[f"done: {GOVERNORS}", "forbidden: author", "missing: *"]),
    Door("reporting:road", ("filed",), post=[f"forbidden: author {DESK}", "missing: *"]),
    Door(
        "reporting:alarm",
        ("alarm",),
        get=[f"shown: author {GOVERNORS}", "missing: *"],
        post=[f"done: {GOVERNORS}", "missing: *"],
        typed={"do": "answer"},
    ),
    Door(
        "reporting:roster",
        get=["shown: governor@* asker", "refused: *"],
        post=[f"done: {GOVERNORS}", "shown: governor@*", "refused: *"],
        typed={"do": "put", "posting": "{posting}", "place": "1", "phone": "102"},
    ),
    Door("reporting:duty", get=["refused: *"]),  # of headquarters, outside every prison: its own test
    Door("reporting:notices", get=["shown: governor@* asker headquarters@*", "refused: *"]),
    Door(
        "reporting:review",
        ("notice",),
        post=["done: asker", "forbidden: governor@here", "missing: *"],
        typed={"fitting": "yes"},
    ),
    Door("reporting:file", ("photograph",), get=[f"shown: author {DESK}", "missing: *"]),
    Door("reporting:roads", get=["shown: integrity complaints governor@* asker", "refused: *"]),
    Door("reporting:slip", get=["shown: *"]),
    Door("reporting:report", ("draft",), get=["missing: *"], post=["missing: *"], typed={"text": "More."}),
    Door(
        "reporting:write",
        ("draft",),
        get=["shown: author", "missing: *"],
        post=["done: author", *AUTHORS_DRAFT],
        typed={**REPORT, "happened_on": "{today}", "happened_time": "08:00"},
    ),
    Door(
        "reporting:write",
        ("filed",),
        get=["sent: author", "missing: *"],
        post=["sent: author", *AUTHORS_DRAFT],
        typed=REPORT,
    ),
    Door(
        "reporting:save",
        ("draft",),
        post=["shown: author signed-out *@ended", *AUTHORS_DRAFT],
        typed={"seen": "Bread."},
    ),
    Door("reporting:people", ("draft",), get=["shown: author", "missing: *"], query="find=Lasko"),
    Door("reporting:settle", ("draft",), post=["done: author", *AUTHORS_DRAFT], typed={"keep": "draft"}),
    Door("reporting:owed", get=["shown: intelligence@* governor@* subject writer asker", "refused: *"]),
    Door(
        "reporting:tell",
        ("filed",),
        post=[f"done: {DESK}", "forbidden: author", "missing: *"],
        typed={"phrase": "{phrase}"},
    ),
    Door("reporting:corrections", get=["shown: *"]),
    Door("reporting:acknowledge", ("note handed over",), post=["missing: *"], typed={"class": "intelligence.note"}),
    Door("reporting:passed", get=["shown: governor@* asker complaints integrity", "refused: *"]),
    Door(
        "reporting:answer_passing",
        ("passed on",),
        post=[f"done: {GOVERNORS}", "missing: *"],
        typed={"words": "Mended."},
    ),
    Door(
        "reporting:answer_passing",
        ("passed outside",),
        post=["done: complaints", "missing: *"],
        typed={"words": "Seen."},
    ),
    Door(
        "reporting:answer_passing",
        ("passed for integrity",),
        post=["done: integrity", "missing: *"],
        typed={"words": "Seen."},
    ),
    Door("reporting:discard", ("draft",), get=["shown: author", "missing: *"], post=["done: author", *AUTHORS_DRAFT]),
]

ASKERS = f"{DESK} {GOVERNORS} custodian@here"
"""Who may ask about an origin at Northfield."""

SOURCES = [
    Door("sources:register", get=["shown: custodian@*", "refused: *"]),
    Door(
        "sources:key",
        get=["shown: custodian@*", "refused: *"],
        post=["done: custodian@here", "shown: custodian@*", "refused: *"],
        typed={
            "second": "{second custodian}",
            "passphrase": "nine wet umbrellas",
            "second_passphrase": "an old red tram car",
        },
    ),
    Door("sources:find", get=["sent: custodian@*", "refused: *"], query="ref={origin}"),
    Door(
        "sources:origin",
        ("origin",),
        get=[f"shown: {ASKERS}", "missing: *"],
        post=[f"done: {ASKERS}", "missing: *"],
        typed={"reason": "He says that he will be stabbed."},
    ),
    Door("sources:enter", ("origin",), post=["done: custodian@here", "missing: custodian@*", "refused: *"]),
    Door(
        "sources:opening",
        ("opening",),
        get=[f"shown: writer {GOVERNORS} custodian@here", "missing: *"],
        post=[f"forbidden: writer {GOVERNORS} custodian@here", "missing: *"],
        typed={"first": "seven slow herons at dusk", "second": "a copper kettle and nine stones"},
    ),
    Door(
        "sources:source",
        ("source",),
        get=["shown: custodian@here", "missing: *"],
        post=["done: custodian@here", "missing: *"],
        typed={"do": "end", "on": "{today}"},
    ),
]

NOTE_PAGE = [f"shown: {DESK} analyst@here", "missing: *"]

INTELLIGENCE = [
    Door("intelligence:queue", get=[f"shown: {ANY_DESK}", "refused: *"]),
    Door("intelligence:items", get=[f"shown: {ANY_DESK}", "refused: *"]),
    Door(
        "intelligence:items",
        get=[f"shown: {DESK} analyst@here analyst@elsewhere", f"missing: {ANY_DESK}", "refused: *"],
        query="person={person}",
    ),
    Door(
        "intelligence:link",
        get=[f"shown: {DESK} analyst@here", f"shown empty: {ANY_DESK}", "refused: *"],
        post=[f"done: {DESK} analyst@here", f"unfit: {ANY_DESK}", "refused: *"],
        query="items={item},{other item}",
        typed={"person": "{person}", "reason": "Why."},
    ),
    Door("intelligence:item", ("item",), get=NOTE_PAGE),
    Door(
        "intelligence:item",
        ("item about a colleague",),
        get=["shown: intelligence@here analyst@here writer", "missing: *"],
    ),
    Door(
        "intelligence:regrade",
        ("item",),
        get=NOTE_PAGE,
        post=[f"done: {DESK} analyst@here", "missing: *"],
        typed={**GRADE, "why": "He was seen again."},
    ),
    Door(
        "intelligence:permit",
        ("item",),
        post=[f"done: {DESK}", "forbidden: analyst@here", "missing: *"],
        typed={"reach": "service", "reason": "Asked for.", "days": "7"},
    ),
    Door(
        "intelligence:move",
        ("item",),
        post=[f"forbidden: {DESK} analyst@here", "missing: *"],  # nobody of the cast is in a compartment
        typed={"compartment": "none", "reason": "Why."},
    ),
    Door(
        "intelligence:name",
        ("item",),
        post=[f"done: {DESK} analyst@here", "missing: *"],
        typed={"person": "{person}", "category": "other"},
    ),
    Door(
        "intelligence:tie",
        ("item",),
        post=[f"done: {DESK} analyst@here", "missing: *"],
        typed={"at": "group:{group made}"},
    ),
    Door("intelligence:untie", ("item",), post=[f"done: {DESK} analyst@here", "missing: *"]),
    Door(
        "intelligence:labels",
        get=[f"shown: {ANY_DESK}", "refused: *"],
        post=[f"done: {ANY_DESK}", "refused: *"],
        typed={"label": "Bench 7", "reason": "Several items name it."},
    ),
    Door(
        "intelligence:scheme",
        get=["shown: intelligence@* governor@* subject writer asker", "refused: *"],
        post=["done: governor@* asker", "forbidden: intelligence@* subject writer", "refused: *"],
        typed={"do": "ask:4x4@2017"},
    ),
    Door("intelligence:scheme_choice", ("scheme",), get=[f"shown: {DESK} {GOVERNORS}", "missing: *"]),
    Door(
        "intelligence:organisations",
        get=[f"shown: {ANY_DESK}", "refused: *"],
        post=["done: intelligence@* subject writer", "forbidden: analyst@*", "refused: *"],
        typed={"label": "Islamic Front", "cites": "Supreme Court, no. 14", "reason": "Two phones were theirs."},
    ),
    Door(
        "intelligence:organisation",
        ("organisation",),
        get=[f"shown: {DESK} {GOVERNORS} data_protection@here inspector@here", "missing: *"],
        post=[f"forbidden: {DESK} {GOVERNORS} data_protection@here inspector@here", "missing: *"],
    ),
    Door("intelligence:label", ("group", "group made"), get=NOTE_PAGE),
    Door("intelligence:let_go", ("filed",), post=[f"done: {DESK}", "forbidden: author", "missing: *"]),
    Door("intelligence:hand_report_over", ("filed",), post=[f"done: {DESK}", "forbidden: author", "missing: *"]),
    Door(
        "intelligence:telling",
        ("filed",),
        post=[f"done: {DESK}", "forbidden: author", "missing: *"],
        typed={"with": "seen:{graded}:seen", "reason": "Word for word."},
    ),
    Door(
        "intelligence:sanitise",
        ("filed",),
        post=[f"shown: {DESK}", "missing: *"],
        typed={"kind": "seen", "text": "Seen at 10:41."},
    ),
    Door(
        "intelligence:requirements",
        get=[f"shown: {ANY_DESK}", "refused: *"],
        post=["done: intelligence@* subject writer", "forbidden: analyst@*", "refused: *"],
        typed={
            "question": "Do parcels change hands?",
            "why": "Two reports.",
            "due_on": "{today}",
            "ends_on": "{today}",
        },
    ),
    Door("intelligence:questions", get=["shown: officer@* author player", "refused: *"]),
    Door(
        "intelligence:answer_question",
        ("question",),
        post=["done: officer@here author", "missing: officer@* player", "refused: *"],
        typed={"reply": "looked"},
    ),
    Door("intelligence:notes", get=[f"shown: {ANY_DESK} governor@* asker", "refused: *"]),
    Door(
        "intelligence:new_note",
        get=[f"shown: {DESK} analyst@here", f"shown empty: {ANY_DESK}", "refused: *"],
        post=[f"done: {DESK} analyst@here", f"unfit: {ANY_DESK}", "refused: *"],
        query="items={item}",
        typed=NOTE,
    ),
    Door(
        "intelligence:new_note",
        get=["shown: intelligence@here analyst@here writer", f"shown empty: {ANY_DESK}", "refused: *"],
        post=["unready: intelligence@here analyst@here writer", f"unfit: {ANY_DESK}", "refused: *"],
        query="items={item about a colleague}",
    ),
    Door("intelligence:note", ("note at the desk",), get=NOTE_PAGE),
    Door("intelligence:note", ("note handed over",), get=[f"shown: {DESK} analyst@here {GOVERNORS}", "missing: *"]),
    Door(
        "intelligence:note",
        ("note about a colleague",),
        get=[f"shown: intelligence@here writer analyst@here {GOVERNORS}", "missing: *"],
    ),
    Door(
        "intelligence:rewrite_note",
        ("note at the desk",),
        get=[f"shown: {DESK} analyst@here", f"missing: {ANY_DESK}", "refused: *"],
        post=[f"done: {DESK} analyst@here", f"missing: {ANY_DESK}", "refused: *"],
        typed=NOTE,
    ),
    Door(
        "intelligence:hand_over",
        ("note at the desk",),
        post=["done: writer", "forbidden: intelligence@here analyst@here subject", "missing: *"],
    ),
    Door(
        "intelligence:evaluate",
        ("filed",),
        get=[f"shown: {DESK}", "missing: *"],
        post=[f"done: {DESK}", "missing: *"],
        typed=ITEM,
    ),
    Door(
        "intelligence:evaluate",
        ("about a colleague",),
        get=["shown: intelligence@here writer", "missing: *"],
        post=["done: intelligence@here writer", "missing: *"],
        typed=ITEM,
    ),
    Door("intelligence:take", ("filed",), post=[f"done: {DESK}", "forbidden: author", "missing: *"]),
    Door(
        "intelligence:take",
        ("about a colleague",),
        post=["done: intelligence@here writer", "forbidden: author", "missing: *"],
    ),
    Door(
        "intelligence:finish",
        ("graded",),
        post=[f"done: {DESK}", "missing: *"],
        typed={"phrase": "{phrase}"},
    ),
    Door(
        "intelligence:return",
        ("filed",),
        get=[f"shown: {DESK}", "missing: *"],
        post=[f"done: {DESK}", "missing: *"],
        typed={"question": "Who?"},
    ),
    Door(
        "intelligence:elsewhere",
        ("filed",),
        get=[f"shown: {DESK}", "missing: *"],
        post=[f"done: {DESK}", "missing: *"],
        typed={"leave": "1", "go-phrase": "{phrase}"},
    ),
    Door(
        "intelligence:answers",
        ("filed",),
        post=[f"done: {DESK}", "forbidden: author", "missing: *"],
        typed={"requirement": "{question}"},
    ),
    Door(
        "intelligence:task",
        ("question",),
        get=[f"shown: {DESK} analyst@here", f"missing: {ANY_DESK}", "refused: *"],
        post=[f"done: {DESK}", "forbidden: analyst@here", f"missing: {ANY_DESK}", "refused: *"],
        typed={
            "whom": "unit",
            "office": "Post room",
            "aim": "What comes by post.",
            "method": "check",
            "limits": "Nothing is opened for it.",
            "starts_on": "{today}",
            "ends_on": "{today}",
        },
    ),
    Door("intelligence:taskings", get=[f"shown: {ANY_DESK} custodian@*", "refused: *"]),
    Door(
        "intelligence:end_tasking",
        ("tasking",),
        get=[f"shown: {DESK} analyst@here", "missing: *"],
        post=[f"done: {DESK}", "forbidden: analyst@here", "missing: *"],
        typed={"kind": "done", "words": "Nothing came."},
    ),
    Door(
        "intelligence:end_tasking",
        ("tasking of a source",),
        get=[f"shown: {DESK} custodian@here", "missing: *"],
        post=[f"done: {DESK}", "forbidden: custodian@here", "missing: *"],
        typed={"kind": "done", "words": "Nothing came."},
    ),
    Door(
        "intelligence:answer_tasking",
        ("tasking",),
        post=["done: officer@here author", "missing: officer@* player", "refused: *"],
    ),
    Door(
        "intelligence:briefings",
        get=["shown: intelligence@* governor@* subject writer asker", "refused: *"],
        post=["done: intelligence@* subject writer", "forbidden: governor@* asker", "refused: *"],
    ),
    Door("intelligence:briefing", ("briefing",), get=[f"shown: {DESK} {GOVERNORS}", "missing: *"]),
    Door("intelligence:wing", ("briefing",), get=[f"shown: {DESK} {GOVERNORS}", "missing: *"]),
    Door(
        "intelligence:edit_briefing",
        ("briefing",),
        get=[f"shown: {DESK}", f"forbidden: {GOVERNORS}", "missing: *"],
        post=[f"done: {DESK}", f"forbidden: {GOVERNORS}", "missing: *"],
        typed={"version": "1"},
    ),
    Door(
        "intelligence:sign_briefing",
        ("briefing",),
        post=[f"done: {GOVERNORS}", f"forbidden: {DESK}", "missing: *"],
        typed={"version": "1", **PASSPHRASE},
    ),
]

CONFERENCE = [
    Door("conference:decisions", get=["shown: governor@* asker", "refused: *"]),
    Door(
        "conference:decide",
        ("note handed over",),
        get=[f"shown: {GOVERNORS}", "missing: *"],
        post=[f"done: {GOVERNORS}", "missing: *"],
        typed=DECISION,
    ),
    Door("conference:decide", ("note at the desk",), get=["missing: *"], post=["missing: *"], typed=DECISION),
    Door("conference:end", ("decision",), post=[f"done: {GOVERNORS}", "missing: *"], typed={"reason": "Over."}),
]

SEAT = ["done: player", "missing: *"]
"""A button of the walk: for whoever sits in the exercise."""

TRAINING = [
    Door("training:home", get=["shown: *"]),
    Door("training:start", post=["unfit: *"], typed={"pace": "at leisure"}),
    Door("training:resume", post=SEAT, typed={"exercise": "{exercise}"}),
    Door("training:lesson_note", ("0",), post=SEAT, typed={"noted": "yes"}),
    Door("training:lesson_filed", get=["sent: *"]),
    Door("training:leave_lesson", post=SEAT),
    Door("training:lesson", ("notes",), post=SEAT),
    Door("training:choose", ("0",), post=SEAT),
    Door("training:note", ("0", "0"), post=SEAT),
    Door("training:note_talk", ("0",), post=SEAT),
    Door("training:ping", ("0",), post=["gone on: player", "missing: *"]),
    Door("training:talk", ("0",), get=SEAT, post=SEAT),
    Door("training:next", ("0",), post=SEAT),
    Door("training:report", get=["shown: player", "missing: *"], post=SEAT),
    Door("training:filed", get=["sent: *"]),
    Door("training:card", ("filed",), post=SEAT, typed={"percent": "50"}),
    Door("training:end_day", ("0",), post=SEAT),
    Door("training:look", ("0",), post=SEAT),
    Door("training:close", post=SEAT),
    Door("training:debrief", get=["missing: *"]),
    Door("training:recipe", get=["missing: *"]),
]

SEARCHERS = f"analyst@* {WRITERS}"
NOBODYS = [f"missing: {SEARCHERS}", "refused: *"]
"""A search is held for whoever asked it, in their own session: at this address there is none for anybody."""

SEARCH = [
    Door(
        "search:search",
        get=[f"shown: {SEARCHERS}", "refused: *"],
        post=[f"done: {SEARCHERS}", "refused: *"],
        typed={"words": "Bread"},
    ),
    Door("search:found", ("K7Q-4MX9",), get=NOBODYS),
    Door("search:reason", ("K7Q-4MX9",), post=NOBODYS, typed={"case": "1/30", "reason": "Said in the judgment."}),
    Door("search:save", ("K7Q-4MX9",), post=NOBODYS, typed={"name": "Bread"}),
    Door("search:run_saved", ("saved search",), post=["done: author", *NOBODYS]),
    Door("search:drop_saved", ("saved search",), post=["done: author", *NOBODYS]),
]

INSPECTORS = ["shown: inspector@here inspector@elsewhere", "missing: inspector@*", "refused: *"]

OVERSIGHT = [
    Door("oversight:looks", get=["shown: inspector@*", "refused: *"]),
    Door("oversight:looks", get=["shown: inspector@*", "refused: *"], query="record={filed}&operation=consultation"),
    Door("oversight:reviews", get=["shown: *"]),
    Door("oversight:holds", get=["shown: inspector@* data_protection@*", "refused: *"]),
    Door(
        "oversight:review",
        ("reporting.report", "filed"),
        get=[f"shown: {DESK}", "missing: *"],
        post=[f"done: {DESK}", "missing: *"],
        typed={"do": "keep", "keep-reason": "A trial.", "keep-until": "{in a month}"},
    ),
    Door(
        "oversight:review",
        ("reporting.report", "about a colleague"),
        get=["shown: intelligence@here writer", "missing: *"],
        post=["done: intelligence@here writer", "missing: *"],
        typed={"do": "restrict", "restrict-reason": "Its accuracy is disputed."},
    ),
    Door(
        "oversight:review",
        ("reporting.report", "to integrity"),
        get=["shown: integrity", "missing: *"],
        post=["done: integrity", "missing: *"],
        typed={"do": "ask", "ask-reason": "It was filed about the wrong colleague."},
    ),
    Door(
        "oversight:review",
        ("sources.origin", "origin"),
        get=["shown: custodian@here", "missing: *"],
        post=["done: custodian@here", "missing: *"],
        typed={"do": "hold", "hold-why": "A court asked.", "hold-law": "Case 7", "hold-held_until": "{in a month}"},
    ),
    Door(
        "oversight:early",
        ("early erasure",),
        get=["shown: writer data_protection@here inspector@here", "missing: *"],
        post=["forbidden: writer data_protection@here inspector@here", "missing: *"],
        typed={"erase-sure": "on"},
    ),
    Door(
        "oversight:searched",
        ("protected search",),
        get=INSPECTORS,
        post=INSPECTORS,
        typed={"reason": "Whether the search was lawful."},
    ),
]

ROOMS: Mapping[str, list[Door]] = {
    "access": ACCESS,
    "register": REGISTER,
    "reporting": REPORTING,
    "search": SEARCH,
    "sources": SOURCES,
    "intelligence": INTELLIGENCE,
    "conference": CONFERENCE,
    "training": TRAINING,
    "oversight": OVERSIGHT,
}
DOORS = [door for doors in ROOMS.values() for door in doors]
