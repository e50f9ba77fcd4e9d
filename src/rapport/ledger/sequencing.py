"""The sequencer: gives entries their places in the tree and signs what stands there.

Entries are written unchained, so that acts do not wait for each other; afterwards they get places in the order in which
they were written. Chaining inside the transaction was measured and halves the database's throughput (house plan, 6).
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from rapport.ledger import exports
from rapport.ledger.acting import Acting, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.keys import key
from rapport.ledger.leaves import leaf_of
from rapport.ledger.merkle import head, leaf_hash
from rapport.ledger.models import CheckpointNote, Cosignature, Entry, Leaf, Mode
from rapport.ledger.notes import (
    SIGNATURE,
    BadNote,
    Checkpoint,
    Signer,
    Verifier,
    cosignatures,
    cosigned_at,
    note,
    parse,
)
from rapport.ledger.reasons import because
from rapport.ledger.selectors import instance
from rapport.ledger.services import record
from rapport.ledger.witnesses import require_pinned, standing

BATCH = 5_000
CLOCKS_DIFFER = timedelta(minutes=10)
LATEST = 253_402_300_799  # the end of the year 9999, the last that a date can say
LOCK = 0x5241_5050  # one sequencer at a time on PostgreSQL; SQLite has one writer anyway


class NothingToSign(RuntimeError):
    """The ledger holds no entry yet."""


def origin() -> str:
    """The name under which this instance's ledger is known: bound to its stamp."""
    here = instance()
    if here is None:
        raise NothingToSign("run `rapport init` first")
    return f"rapport/{here.stamp}"


def signer() -> Signer:
    """The server's own key for checkpoints."""
    return Signer(origin(), SIGNATURE, key("checkpoint"))


@transaction.atomic
def sequence() -> int:
    """Give every entry without a place the next one, oldest first. Returns how many there were."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Leaf.objects.order_by("-position").values_list("position", flat=True).first()
    place = 0 if last is None else last + 1
    placed = 0
    while batch := list(Entry.objects.filter(leaf__isnull=True).order_by("pk")[:BATCH]):
        Leaf.objects.bulk_create(
            Leaf(position=place + at, entry=entry, hash=leaf_hash(leaf_of(entry))) for at, entry in enumerate(batch)
        )
        place += len(batch)
        placed += len(batch)
    return placed


@transaction.atomic
def sign_checkpoint() -> CheckpointNote:
    """Place what waits and sign the tree's head. The same size is signed once. Raises `NothingToSign` when empty."""
    sequence()
    hashes = [bytes(one) for one in Leaf.objects.order_by("position").values_list("hash", flat=True)]
    if not hashes:
        raise NothingToSign("the ledger holds no entry yet")
    existing = CheckpointNote.objects.filter(size=len(hashes)).first()
    if existing is not None:
        return existing
    checkpoint = Checkpoint(origin(), len(hashes), head(hashes))
    return CheckpointNote.objects.create(
        size=len(hashes), note=note(checkpoint, signer().sign(checkpoint)), at=wall_now()
    )


@transaction.atomic
def keep_cosignature(text: str, witness: Verifier) -> Cosignature:
    """Keep a witness's word about a checkpoint of ours; the same word twice is kept once.

    Raises `BadNote` for another's note, another's word, and a word from the future, which would outlast its week;
    `NotPinned` for a key that two people have not pinned, or only after the checkpoint was signed.
    """
    checkpoint, _lines = parse(text)
    at, line = max(cosignatures(text, witness))
    when = datetime.fromtimestamp(min(at, LATEST), tz=UTC)
    if when > wall_now() + CLOCKS_DIFFER:
        raise BadNote(f"the witness's clock is wrong: it says {when:%Y-%m-%d %H:%M} UTC. Set it right and visit again")
    ours = CheckpointNote.objects.filter(size=checkpoint.size).first()
    if ours is None or parse(ours.note)[0] != checkpoint:
        raise BadNote("this is not a checkpoint that this server signed")
    require_pinned(witness, signed_at=ours.at)
    kept = Cosignature.objects.filter(checkpoint=ours, line=line).first()
    return kept or Cosignature.objects.create(checkpoint=ours, witness=str(witness), line=line, at=when)


@transaction.atomic
def export(who: Acting, folder: Path) -> CheckpointNote:
    """Write the whole ledger under a fresh checkpoint into a new folder, as files (see `exports`).

    Writes what the database holds now: an entry that was altered behind our back shows as one that does not fit.
    Raises `FileExistsError` for a folder that holds something, `NothingToSign` when there is no entry.
    """
    signed = sign_checkpoint()
    placed = Leaf.objects.filter(position__lt=signed.size).order_by("position").select_related("entry")
    leaves = (leaf_of(one.entry) for one in placed.iterator())
    hashes = (bytes(one) for one in placed.values_list("hash", flat=True).iterator())
    exports.write(folder, leaves, hashes, signed.note, signer().verifier)
    record(who, Operation.DISCLOSURE, ("ledger.checkpointnote", str(signed.size)), reason=because("ledger.exported"))
    return signed


def first_misfit() -> int | None:
    """The first place at which an entry no longer says what it said when it was placed; None when all fit."""
    placed = Leaf.objects.order_by("position").select_related("entry").iterator()
    for expected, one in enumerate(placed):
        if one.position != expected or leaf_hash(leaf_of(one.entry)) != bytes(one.hash):
            return expected
    return None


WITNESS_WITHIN = timedelta(days=7)


class NoWitness(RuntimeError):
    """No witness cosigned the ledger for seven days: releases, exports, openings wait; filing and reading go on."""


def require_witness() -> None:
    """Refuse when the pinned witness's last word is older than seven days. Only a live instance needs a witness.

    For acts that cannot be taken back: releases, exports, source openings, early erasures. Raises `NoWitness`.
    """
    here = instance()
    if here is None or here.mode != Mode.LIVE:
        return
    last = last_witnessed()
    if last is None or wall_now() - last > WITNESS_WITHIN:
        raise NoWitness(
            "the ledger was not witnessed within seven days: let the witness visit (`rapport ledger witness`)"
        )


def last_witnessed() -> datetime | None:
    """When the pinned witness cosigned last. A row that does not hold its signature says nothing."""
    now = standing()
    if now is None:
        return None
    witness = now.verifier
    kept = Cosignature.objects.filter(witness=str(witness), checkpoint__at__gte=now.pinned_at)
    for one in kept.select_related("checkpoint").order_by("-at"):
        try:
            checkpoint = parse(one.checkpoint.note)[0]
            return datetime.fromtimestamp(cosigned_at(note(checkpoint, one.line), witness), tz=UTC)
        except BadNote:
            continue
    return None
