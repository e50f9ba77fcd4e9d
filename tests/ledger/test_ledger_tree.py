"""Nobody changes what was witnessed without being found, not even with every key that the server holds."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from rapport.access.rosters import APPROVALS, ROSTER
from rapport.instance.pinned import require_signed
from rapport.ledger import exports, pins, sequencing, witnesses
from rapport.ledger.acting import AtTheConsole, Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.exports import DoesNotFit, verify, witness
from rapport.ledger.keys import key
from rapport.ledger.models import CheckpointNote, Cosignature, Entry, Instance, Leaf, WitnessKey, WitnessPin
from rapport.ledger.notes import COSIGNATURE, BadNote, Checkpoint, Signer, Verifier, cosigned_at, note, opened, parse
from rapport.ledger.services import record

pytestmark = pytest.mark.django_db

CLERK = AtTheConsole("clerk")
NOW = 1_790_000_000


def write_entries(count: int) -> None:
    for number in range(count):
        record(CLERK, Operation.CONSULTATION, ("reporting.report", f"ref-{number}"), reason=f"reason {number}")


def pin(verifier: Verifier) -> None:
    """As two people do it (see the tests of `access`)."""
    held = witnesses.propose(CLERK, str(verifier))
    witnesses.pin(CLERK, held.ref, request="REQ-00000", under=[("access.approvalrequest", "REQ-00000")])


@dataclass
class Witnessed:
    """A ledger of which `size` entries were witnessed, and some have been written since."""

    stick: Path
    folder: Path
    size: int


@pytest.fixture
def witnessed(tmp_path: Path) -> Witnessed:
    write_entries(40)
    pin(exports.witness_key(tmp_path / "stick"))
    first = tmp_path / "first"
    size = sequencing.export(CLERK, first).size
    witness(first, tmp_path / "stick", at=NOW)
    write_entries(9)
    return Witnessed(tmp_path / "stick", tmp_path, size)


def exported(witnessed: Witnessed, name: str = "again") -> Path:
    folder = witnessed.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    sequencing.export(CLERK, folder)
    return folder


def test_a_clean_ledger_verifies_from_files_alone_and_says_how_much_was_witnessed(witnessed: Witnessed) -> None:
    found = verify(exported(witnessed), stick=witnessed.stick)
    assert found.checkpoint.size >= witnessed.size + 9
    assert found.witnessed == witnessed.size


def test_the_witness_comes_again_and_cosigns_what_grew(witnessed: Witnessed) -> None:
    folder = exported(witnessed)
    text = witness(folder, witnessed.stick, at=NOW + 60)
    key_of_witness = Verifier.parse((folder / exports.WITNESS_PUBLIC).read_text())
    assert cosigned_at(text, key_of_witness) == NOW + 60
    assert verify(folder, stick=witnessed.stick).witnessed == parse(text)[0].size


def test_the_servers_own_keys_do_not_make_a_witness(witnessed: Witnessed) -> None:
    text = (exported(witnessed) / exports.CHECKPOINT).read_text()
    with pytest.raises(BadNote, match="not for cosignatures"):
        cosigned_at(text, sequencing.signer().verifier)


def test_a_witness_s_word_is_kept_once_and_none_from_a_clock_that_runs_ahead(witnessed: Witnessed) -> None:
    """A word from the future would outlast its week."""
    folder = exported(witnessed)
    text = witness(folder, witnessed.stick, at=NOW)
    who = Verifier.parse((folder / exports.WITNESS_PUBLIC).read_text())
    assert sequencing.keep_cosignature(text, who) == sequencing.keep_cosignature(text, who)
    assert Cosignature.objects.count() == 1
    ahead = witness(folder, witnessed.stick, at=int(wall_now().timestamp()) + 3_600)
    with pytest.raises(BadNote, match="clock is wrong"):
        sequencing.keep_cosignature(ahead, who)
    assert Cosignature.objects.count() == 1


def test_a_cosignature_is_kept_only_for_our_own_checkpoint(witnessed: Witnessed) -> None:
    folder = exported(witnessed)
    text = witness(folder, witnessed.stick, at=NOW)
    who = Verifier.parse((folder / exports.WITNESS_PUBLIC).read_text())
    assert sequencing.keep_cosignature(text, who).checkpoint.note.split("\n")[:3] == text.split("\n")[:3]
    forged = Checkpoint(sequencing.origin(), 3, b"\0" * 32)
    with pytest.raises(BadNote):
        sequencing.keep_cosignature(note(forged, sequencing.signer().sign(forged)), who)


def test_another_servers_ledger_is_refused_even_on_the_same_stick(witnessed: Witnessed) -> None:
    folder = exported(witnessed)
    text = (folder / exports.CHECKPOINT).read_text()
    checkpoint = parse(text)[0]
    stranger = sequencing.Signer("rapport/stranger", b"\x01", b"s" * 32)
    other = Checkpoint("rapport/stranger", checkpoint.size, checkpoint.root)
    (folder / exports.CHECKPOINT).write_text(note(other, stranger.sign(other)))
    (folder / exports.LOG_KEY).write_text(str(stranger.verifier))
    with pytest.raises(DoesNotFit, match="not this server's"):
        verify(folder, stick=witnessed.stick)


def test_an_empty_folder_or_a_damaged_stick_is_said_in_words(witnessed: Witnessed, tmp_path: Path) -> None:
    with pytest.raises(DoesNotFit, match="cannot be read"):
        verify(tmp_path / "nothing")
    (witnessed.stick / exports.SEEN).write_text("!!!\n")
    with pytest.raises(DoesNotFit, match="stick is damaged"):
        verify(exported(witnessed), stick=witnessed.stick)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_forged_line_in_a_checkpoint_is_not_signed(witnessed: Witnessed, place: int) -> None:
    text = (exported(witnessed) / exports.CHECKPOINT).read_text()
    lines = text.split("\n")
    lines[place] = {0: "rapport/other", 1: "7", 2: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}[place]
    with pytest.raises(BadNote):
        opened("\n".join(lines), sequencing.signer().verifier)


def test_live_needs_a_witness_within_seven_days(monkeypatch: pytest.MonkeyPatch, witnessed: Witnessed) -> None:
    sequencing.require_witness()  # a training instance needs none
    live = Instance(mode="live", stamp=sequencing.origin().removeprefix("rapport/"))
    monkeypatch.setattr(sequencing, "instance", lambda: live)
    with pytest.raises(sequencing.NoWitness):
        sequencing.require_witness()
    ours = CheckpointNote.objects.latest("size")
    who = exports.witness_key(witnessed.stick)
    Cosignature.objects.create(checkpoint=ours, witness=str(who), line="-", at=wall_now() - timedelta(days=6))
    with pytest.raises(sequencing.NoWitness):
        sequencing.require_witness()  # a row without a signature that holds says nothing
    came = int((wall_now() - timedelta(days=6)).timestamp())
    sequencing.keep_cosignature(witness(exported(witnessed), witnessed.stick, at=came), who)
    sequencing.require_witness()
    monkeypatch.setattr(sequencing, "wall_now", lambda: wall_now() + timedelta(days=2))
    with pytest.raises(sequencing.NoWitness):
        sequencing.require_witness()


def test_a_new_witness_takes_the_old_one_s_place_and_old_exports_still_verify(
    witnessed: Witnessed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Instance(mode="live", stamp=sequencing.origin().removeprefix("rapport/"))
    monkeypatch.setattr(sequencing, "instance", lambda: live)
    old = exported(witnessed, "old")
    text = witness(old, witnessed.stick, at=int(wall_now().timestamp()))
    sequencing.keep_cosignature(text, exports.witness_key(witnessed.stick))
    sequencing.require_witness()
    new = exports.witness_key(tmp_path / "new stick")
    with pytest.raises(BadNote, match="not cosigned by"):
        sequencing.keep_cosignature(text, new)
    pin(new)
    with pytest.raises(sequencing.NoWitness):
        sequencing.require_witness()  # the new one has not come yet
    with pytest.raises(witnesses.NotPinned, match="is not the key"):
        sequencing.keep_cosignature(text, exports.witness_key(witnessed.stick))
    with pytest.raises(DoesNotFit, match="another witness than you"):
        witness(exported(witnessed), witnessed.stick, at=NOW)
    fresh = exported(witnessed)
    again = witness(fresh, tmp_path / "new stick", at=int(wall_now().timestamp()))
    sequencing.keep_cosignature(again, new)
    sequencing.require_witness()
    assert [one.verifier for one in verify(fresh).pins] == [exports.witness_key(witnessed.stick), new]
    assert len(verify(old).pins) == 1  # against the key of its time
    signer = exports._signer_of(tmp_path / "new stick")
    checkpoint = parse(text)[0]
    (old / exports.CHECKPOINT).write_text(
        note(checkpoint, sequencing.signer().sign(checkpoint), signer.cosign(checkpoint, at=NOW))
    )
    with pytest.raises(DoesNotFit, match="was not pinned by then"):
        verify(old)


def test_a_key_that_nobody_pinned_cosigns_nothing(witnessed: Witnessed, tmp_path: Path) -> None:
    folder = exported(witnessed)
    checkpoint = parse((folder / exports.CHECKPOINT).read_text())[0]
    exports.witness_key(tmp_path / "foreign")
    foreign = exports._signer_of(tmp_path / "foreign")
    ours = sequencing.signer().sign(checkpoint)
    (folder / exports.CHECKPOINT).write_text(note(checkpoint, ours, foreign.cosign(checkpoint, at=NOW)))
    (folder / exports.WITNESS_PUBLIC).write_text(str(foreign.verifier))
    for stick in (None, witnessed.stick):
        with pytest.raises(DoesNotFit, match="was not pinned by then"):
            verify(folder, stick=stick)
    with pytest.raises(DoesNotFit, match="another witness than you"):
        witness(exported(witnessed), tmp_path / "foreign", at=NOW)


def test_a_pin_forged_in_the_table_pins_nothing(witnessed: Witnessed, tmp_path: Path) -> None:
    mine = exports.witness_key(tmp_path / "mine")
    held = WitnessKey.objects.get(ref=witnesses.propose(CLERK, str(mine)).ref)
    WitnessPin.objects.create(key=held, request="REQ-00000", at=wall_now(), mac="0" * 64)
    standing = witnesses.standing()
    assert standing is not None
    assert standing.verifier == exports.witness_key(witnessed.stick)


@pytest.mark.parametrize(
    "reason",
    ["{pinned}nonsense", "{pinned}{key}", " {pinned}{key}"],
    ids=["no key", "not about a witness", "not at the beginning"],
)
def test_what_somebody_typed_as_a_reason_pins_nobody(reason: str, witnessed: Witnessed, tmp_path: Path) -> None:
    typed = reason.format(pinned=pins.PINNED, key=exports.witness_key(tmp_path / "mine"))
    about = ("ledger.witnesskey", "x") if "nonsense" in typed or typed[0] == " " else ("reporting.report", "x")
    record(CLERK, Operation.ALTERATION, about, reason=typed)
    assert len(verify(exported(witnessed)).pins) == 1


def test_an_entry_altered_in_the_database_is_named(witnessed: Witnessed) -> None:
    assert sequencing.first_misfit() is None
    with disarmed():
        Entry.objects.filter(leaf__position=17).update(reason="something else")
    assert sequencing.first_misfit() == 17


def test_an_entry_altered_since_it_was_placed_is_named_from_files_alone_without_any_stick(
    witnessed: Witnessed,
) -> None:
    with disarmed():
        Entry.objects.filter(leaf__position=17).update(reason="something else")
    folder = exported(witnessed)
    with pytest.raises(DoesNotFit, match="entry 17 is not the one that was signed") as found:
        verify(folder)
    assert found.value.position == 17
    (folder / exports.LEAVES).write_text("")
    with pytest.raises(DoesNotFit, match="nothing says which"):
        verify(folder)


# --- sabotage ---------------------------------------------------------------------------------------------------------


class disarmed:  # noqa: N801
    """The administrator takes the guards away."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in ("ledger_entry", "ledger_leaf", "ledger_checkpointnote"):
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'ledger_%'")
            self.triggers = cursor.fetchall()
            for name, _ in self.triggers:
                cursor.execute(f"DROP TRIGGER {name}")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in ("ledger_entry", "ledger_leaf", "ledger_checkpointnote"):
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                return
            for _, statement in self.triggers:
                cursor.execute(statement)


def edit(at: int, chance: random.Random) -> None:
    field = chance.choice(["staff", "reason", "operation", "records", "to", "mac", "purpose", "role", "service"])
    Entry.objects.filter(leaf__position=at).update(**{field: f"forged {chance.random()}"[:12]})


def delete(at: int, _chance: random.Random) -> None:
    leaf = Leaf.objects.get(position=at)
    entry = leaf.entry
    Leaf.objects.filter(position=at).delete()
    Entry.objects.filter(pk=entry.pk).delete()


def insert(at: int, _chance: random.Random) -> None:
    """A forged entry pushed in at a place: all later ones move up by one."""
    record(CLERK, Operation.CONSULTATION, ("reporting.report", "forged"))
    rows = list(Leaf.objects.filter(position__gte=at).order_by("-position").values_list("position", "entry_id"))
    for position, entry_id in rows:
        Leaf.objects.filter(position=position).delete()
        Leaf.objects.create(position=position + 1, entry_id=entry_id, hash=b"\0" * 32)
    Leaf.objects.create(position=at, entry=Entry.objects.latest("pk"), hash=b"\0" * 32)


def swap(at: int, chance: random.Random) -> None:
    """Two entries change places by changing what they say."""
    other = chance.randrange(at + 1, at + 4)
    here, there = (Entry.objects.get(leaf__position=place) for place in (at, other))
    for target, source in ((here, there), (there, here)):
        values = {f.attname: getattr(source, f.attname) for f in Entry._meta.concrete_fields if f.attname != "id"}
        Entry.objects.filter(pk=target.pk).update(**values)


def truncate(at: int, _chance: random.Random) -> None:
    """Everything from a place on is gone, as after restoring an old backup."""
    gone = list(Leaf.objects.filter(position__gte=at).values_list("entry_id", flat=True))
    Leaf.objects.filter(position__gte=at).delete()
    Entry.objects.filter(pk__in=gone).delete()


def swap_witness(at: int, chance: random.Random) -> None:
    """The administrator pins a key of their own, as if it had always stood."""
    mine = Signer("rapport-witness", COSIGNATURE, chance.randbytes(32)).verifier
    Entry.objects.filter(leaf__position=at).update(
        operation="alteration", records=[["ledger.witnesskey", "x"]], reason=pins.reason_of(mine)
    )


SABOTAGE: list[Callable[[int, random.Random], None]] = [edit, delete, insert, swap, truncate, swap_witness]


def resign() -> None:
    """The administrator computes everything anew and signs it with every key the server holds."""
    CheckpointNote.objects.all().delete()
    entries = list(Entry.objects.filter(leaf__isnull=False).order_by("leaf__position")) + list(
        Entry.objects.filter(leaf__isnull=True).order_by("pk")
    )
    Leaf.objects.all().delete()
    for position, entry in enumerate(entries):
        from rapport.ledger.leaves import leaf_of
        from rapport.ledger.merkle import leaf_hash

        Leaf.objects.create(position=position, entry=entry, hash=leaf_hash(leaf_of(entry)))
    assert key("checkpoint")


def attempts(count: int, seed: int) -> Iterator[tuple[int, random.Random, Callable[[int, random.Random], None], bool]]:
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.randrange(0, 36), chance, chance.choice(SABOTAGE), chance.random() < 0.7


def sabotage_is_found(witnessed: Witnessed, count: int, seed: int) -> None:
    for at, chance, act, signs_again in attempts(count, seed):
        with transaction.atomic():
            with disarmed():
                act(at, chance)
                if signs_again:
                    resign()
            with pytest.raises(DoesNotFit) as found:
                verify(exported(witnessed), stick=witnessed.stick)
            assert found.value.position == at, f"{act.__name__} at {at}, found at {found.value.position}"
            transaction.set_rollback(True)
    assert verify(exported(witnessed), stick=witnessed.stick).witnessed == witnessed.size


def test_a_hundred_acts_of_sabotage_are_found_and_located(witnessed: Witnessed) -> None:
    sabotage_is_found(witnessed, 100, seed=1)


def test_the_administrator_who_pins_a_witness_of_their_own_is_seen_by_the_stick_and_by_the_roster(
    witnessed: Witnessed, tmp_path: Path
) -> None:
    """With every key of the server, behind what was witnessed: the tail is theirs, but not the witness."""
    mine = tmp_path / "mine"
    pin(exports.witness_key(mine))
    folder = exported(witnessed)
    witness(folder, mine, at=NOW + 60)
    with pytest.raises(DoesNotFit, match="another witness than you"):
        verify(folder, stick=witnessed.stick)
    found = verify(folder)  # by the entries alone it is in order
    roster, approvals = tmp_path / "roster.json", tmp_path / "approvals.json"
    roster.write_text(json.dumps({"format": ROSTER, "instance": "x", "mode": "live", "keys": [], "hands": {}}))
    approvals.write_text(json.dumps({"format": APPROVALS, "instance": "x", "requests": []}))
    with pytest.raises(DoesNotFit, match="two people did not sign") as misfit:
        require_signed(found.pins, approvals, roster)
    assert misfit.value.position == found.pins[0].position


@pytest.mark.torture
def test_two_thousand_acts_of_sabotage_are_found_and_located(witnessed: Witnessed) -> None:
    sabotage_is_found(witnessed, 2_000, seed=2)
