"""`rapport ledger`: what an inspector and a witness type.

`verify` and `witness` need no database and no keys of the server: they run from files alone, on another machine.
"""

import getpass
import time
from pathlib import Path

import click

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def ledger() -> None:
    """The record of who did what: sign it, carry it out, prove it, have it witnessed."""


def _ready() -> None:
    import django

    django.setup()


@ledger.command()
@click.option("--cosigned", type=FILE, help="A note the witness cosigned.")
def checkpoint(cosigned: Path | None) -> None:
    """Sign what stands in the ledger now, or keep the pinned witness's word about it."""
    _ready()
    from rapport.ledger.notes import BadNote
    from rapport.ledger.sequencing import NothingToSign, keep_cosignature, sign_checkpoint
    from rapport.ledger.witnesses import NONE, NotPinned, standing

    try:
        if cosigned is None:
            click.echo(sign_checkpoint().note, nl=False)
            return
        now = standing()
        if now is None:
            raise NotPinned(NONE)
        kept = keep_cosignature(cosigned.read_text(encoding="utf-8"), now.verifier)
    except (BadNote, NothingToSign, UnicodeDecodeError) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Kept: {kept.checkpoint.size} entries, witnessed {kept.at:%Y-%m-%d %H:%M} UTC.")


@ledger.command("witness-key")
@click.option("--stick", type=FOLDER, required=True, help="Where this witness keeps its key.")
def witness_key(stick: Path) -> None:
    """Make the witness's key on the stick, or show the one that is there: the public half, and its fingerprint."""
    from rapport.ledger.exports import witness_key as make
    from rapport.ledger.notes import key_fingerprint

    public = make(stick)
    click.echo(f"{public}\n{key_fingerprint(public)}")


@ledger.command("pin-witness")
@click.argument("key_file", type=FILE)
def pin_witness(key_file: Path) -> None:
    """Pin the witness's public key in KEY_FILE, which was proposed on the pages and for which two people signed."""
    _ready()
    from rapport.access.algebra import Refused
    from rapport.access.viewers import Steward
    from rapport.access.witness import BadKey, pin, ref_of

    try:
        pin(Steward(purpose=f"console ({getpass.getuser()})"[:40]), ref_of(key_file.read_text(encoding="utf-8")))
    except (BadKey, UnicodeDecodeError) as bad:
        raise click.ClickException(str(bad)) from None
    except Refused as refusal:
        raise click.ClickException(
            "Nobody has proposed this key. An administrator or inspector does so on the page “Witness of the ledger”."
            if not refusal.exists
            else "Two people have not signed for this key. They find it among what waits for a signature."
        ) from None
    click.echo("Pinned. From now on only this witness counts.")


@ledger.command()
@click.argument("folder", type=FOLDER)
def export(folder: Path) -> None:
    """Write the whole ledger under a fresh checkpoint into a new FOLDER."""
    _ready()
    from rapport.ledger.acting import AtTheConsole
    from rapport.ledger.sequencing import NothingToSign
    from rapport.ledger.sequencing import export as write_export

    try:
        signed = write_export(AtTheConsole(getpass.getuser()), folder)
    except (FileExistsError, NothingToSign, OSError) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{signed.size} entries in {folder}.")


@ledger.command()
@click.argument("folder", type=FOLDER)
@click.argument("reference")
def prove(folder: Path, reference: str) -> None:
    """Print every entry about REFERENCE in an export, each with the proof that it stands in the signed tree."""
    import base64
    import json

    from rapport.ledger.exports import DoesNotFit, read_leaves, verify
    from rapport.ledger.merkle import inclusion_proof
    from rapport.ledger.references import normalise

    try:
        verified = verify(folder)
        leaves = read_leaves(folder)
    except DoesNotFit as misfit:
        raise click.ClickException(str(misfit)) from None
    wanted = normalise(reference)
    found = [at for at, leaf in enumerate(leaves) if any(ref == wanted for _kind, ref in json.loads(leaf)["records"])]
    if not found:
        raise click.ClickException(f"no entry about {wanted} in this export")
    for at in found:
        click.echo(f"index {at} of {verified.checkpoint.size}")
        click.echo(leaves[at].decode())
        for sibling in inclusion_proof(leaves, at):
            click.echo(f"  {base64.b64encode(sibling).decode()}")


@ledger.command()
@click.argument("folder", type=FOLDER)
@click.option("--stick", type=FOLDER, help="What the witness saw before.")
@click.option("--log", "log_key", type=FILE, help="The server's public key.")
@click.option("--approvals", type=FILE, help="The file of approvals: checks that two people pinned each witness.")
@click.option("--roster", type=FILE, help="The roster that the inspector keeps; with --approvals.")
def verify(folder: Path, stick: Path | None, log_key: Path | None, approvals: Path | None, roster: Path | None) -> None:
    """Verify an export from its files alone; names the first entry that does not fit."""
    from rapport.access.rosters import Unreadable
    from rapport.instance.pinned import require_signed
    from rapport.ledger.exports import DoesNotFit
    from rapport.ledger.exports import verify as verify_export
    from rapport.ledger.notes import BadNote, Verifier

    try:
        log = Verifier.parse(log_key.read_text()) if log_key else None
        verified = verify_export(folder, log=log, stick=stick)
        if approvals is not None and roster is not None:
            require_signed(verified.pins, approvals, roster)
    except (BadNote, DoesNotFit, Unreadable) as misfit:
        raise click.ClickException(str(misfit)) from None
    for pin in verified.pins:
        click.echo(f"from entry {pin.position} on witnessed by {pin.verifier}, pinned under {pin.request}")
    click.echo(
        f"{verified.checkpoint.size} entries fit their checkpoint; {verified.witnessed} of them were witnessed before."
    )


@ledger.command()
@click.argument("folder", type=FOLDER)
@click.option("--stick", type=FOLDER, required=True, help="Where this witness keeps its key and what it saw last.")
def witness(folder: Path, stick: Path) -> None:
    """Verify an export against what the stick saw, cosign it, and remember it. Refuses what is not consistent."""
    from rapport.ledger.exports import DoesNotFit
    from rapport.ledger.exports import witness as cosign

    try:
        note = cosign(folder, stick, at=int(time.time()))
    except (DoesNotFit, OSError) as misfit:
        raise click.ClickException(f"REFUSED. {misfit}") from None
    click.echo(note, nl=False)
