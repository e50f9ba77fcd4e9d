"""Notes and cosignatures as C2SP writes them: what other implementations signed verifies here, and nothing more.

The checkpoint is one that a public transparency log published, with the words of four independent witnesses; the
first note is the specification's own example.
"""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger.notes import (
    COSIGNATURE,
    SIGNATURE,
    BadNote,
    Checkpoint,
    Signer,
    Verifier,
    cosignatures,
    cosigned_at,
    note,
    opened,
    parse,
)

PUBLISHED = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""  # noqa: E501
LOG = Verifier.parse("arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f")
WITNESSES = [
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
]

OURS = Signer("prison.example/ledger", SIGNATURE, b"s" * 32)
WITNESS = Signer("witness.example", COSIGNATURE, b"w" * 32)
TREE = Checkpoint("prison.example/ledger", 7, b"r" * 32)
SIGNED = note(TREE, OURS.sign(TREE))


def test_a_checkpoint_that_another_log_published_opens_with_its_key() -> None:
    assert opened(PUBLISHED, LOG) == Checkpoint(
        "arche2025h1.staging.ct.transparency.dev",
        1_432_088_532,
        base64.b64decode("U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro="),
    )


@pytest.mark.parametrize("witness", WITNESSES)
def test_four_other_witnesses_words_verify_with_their_keys(witness: str) -> None:
    assert cosigned_at(PUBLISHED, Verifier.parse(witness)) == 0x6A122120
    with pytest.raises(BadNote):
        cosigned_at(PUBLISHED.replace("1432088532", "1432088533"), Verifier.parse(witness))


def test_the_specifications_own_example_key_and_signature_hold() -> None:
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    key = Verifier.parse(text)
    signed = base64.b64decode(
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    )
    assert (str(key), key.key_hash) == (text, signed[:4])
    Ed25519PublicKey.from_public_bytes(key.public).verify(signed[4:], b"This is an example message.\n")


def test_what_we_sign_is_what_the_specification_says_byte_for_byte() -> None:
    """Written out by hand, without the code it checks."""
    key = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
    line = WITNESS.cosign(TREE, at=1_679_315_147)
    dash, name, encoded = line.rstrip("\n").split(" ")
    content = base64.b64decode(encoded)
    message = b"cosignature/v1\ntime 1679315147\nprison.example/ledger\n7\n" + base64.b64encode(b"r" * 32) + b"\n"
    assert (dash, name, len(content)) == ("\N{EM DASH}", "witness.example", 4 + 8 + 64)
    assert int.from_bytes(content[4:12], "big") == 1_679_315_147
    assert content[12:] == key.sign(message)
    assert SIGNED.startswith(
        "prison.example/ledger\n7\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n\n— prison.example/ledger "
    )


def test_a_log_never_passes_as_its_own_witness_nor_a_witness_as_a_log() -> None:
    same_name = Signer(OURS.name, COSIGNATURE, OURS.seed)
    text = SIGNED + same_name.cosign(TREE, at=5)
    assert opened(text, OURS.verifier) == TREE
    assert cosigned_at(text, same_name.verifier) == 5
    with pytest.raises(BadNote):
        cosigned_at(text, OURS.verifier)
    with pytest.raises(BadNote):
        opened(text, same_name.verifier)
    with pytest.raises(BadNote):
        cosigned_at(SIGNED, same_name.verifier)


def test_one_false_signature_under_a_known_name_spoils_the_note_and_a_strangers_does_not() -> None:
    stranger = Signer("else.example", SIGNATURE, b"x" * 32)
    other = Checkpoint(TREE.origin, 8, TREE.root)
    assert opened(SIGNED + stranger.sign(other), OURS.verifier) == TREE
    for spoiled in (SIGNED + OURS.sign(other), note(TREE, OURS.sign(other), OURS.sign(TREE))):
        with pytest.raises(BadNote, match="does not hold"):
            opened(spoiled, OURS.verifier)
    twice = SIGNED + WITNESS.cosign(TREE, at=5) + WITNESS.cosign(other, at=6)
    with pytest.raises(BadNote, match="does not hold"):
        cosigned_at(twice, WITNESS.verifier)


def test_a_witness_that_came_twice_is_heard_with_its_latest_word() -> None:
    text = SIGNED + WITNESS.cosign(TREE, at=9) + WITNESS.cosign(TREE, at=5)
    assert cosigned_at(text, WITNESS.verifier) == 9
    assert [at for at, _line in cosignatures(text, WITNESS.verifier)] == [9, 5]


def test_a_time_beyond_the_specification_is_refused() -> None:
    with pytest.raises(BadNote):
        cosigned_at(SIGNED + WITNESS.cosign(TREE, at=2**63), WITNESS.verifier)


LINE = OURS.sign(TREE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TREE.text(),
        TREE.text() + "\n",
        TREE.text() + "\n" + LINE.rstrip("\n"),
        TREE.text() + "\n" + LINE + "\n",
        TREE.text() + "\n" + LINE.replace("— ", "- "),
        TREE.text() + "\n" + LINE.replace("— ", "—  "),
        TREE.text() + "\n" + LINE.replace("prison.example/ledger ", "prison+example "),
        TREE.text() + "\n" + LINE.replace("prison.example/ledger ", "prison\u00a0example "),
        TREE.text() + "\n" + LINE.replace("prison.example/ledger ", ""),
        TREE.text() + "\n" + LINE.replace("=", ""),
        TREE.text() + "\n— prison.example/ledger AAAA\n",
        TREE.text() + "\n" + LINE.replace("\n", "\r\n"),
        TREE.text() + "\n" + LINE.replace("\n", "\u2028\n"),
        TREE.text().replace("\n7\n", "\n07\n") + "\n" + LINE,
        TREE.text().replace("\n7\n", "\n+7\n") + "\n" + LINE,
        TREE.text().replace("\n7\n", "\n7 \n") + "\n" + LINE,
        TREE.text().replace("\n7\n", "\n-7\n") + "\n" + LINE,
        TREE.text().replace("\n7\n", "\n٧\n") + "\n" + LINE,
        TREE.text().replace("prison.example/ledger\n", "\n") + "\n" + LINE,
        TREE.text().replace("prison", "pri\x00son") + "\n" + LINE,
        TREE.text() + "an extension line\n\n" + LINE,
        TREE.text() + "\n" + LINE * 101,
    ],
)
def test_what_is_not_exactly_a_checkpoint_is_none(text: str) -> None:
    with pytest.raises(BadNote):
        parse(text)


def test_base64_has_one_spelling_so_that_no_second_note_says_the_same() -> None:
    loose = SIGNED.replace("nI=\n", "nJ=\n")
    assert loose != SIGNED
    assert base64.b64decode(loose.split("\n")[2]) == TREE.root
    with pytest.raises(BadNote):
        parse(loose)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+00000000+++++++++++++++++++++++++++++++++++++++++++++",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        str(Signer("two words", SIGNATURE, b"s" * 32).verifier),
        str(Verifier("odd.example", b"\x02", b"p" * 32)),
        str(Verifier("short.example", b"\x01", b"p" * 31)),
    ],
)
def test_a_key_that_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Verifier.parse(text)


@given(st.text(), st.integers(0, len(SIGNED)))
def test_whatever_is_pushed_into_a_note_it_opens_as_what_was_signed_or_not_at_all(pushed: str, at: int) -> None:
    text = SIGNED[:at] + pushed + SIGNED[at:]
    try:
        found = opened(text, OURS.verifier)
    except BadNote:
        return
    assert found == TREE
