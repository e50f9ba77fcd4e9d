"""Worlds as files: whole or not at all; and an author's file looked over line by line."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from rapport.instance import simulated_files
from rapport.instance.command import rapport
from rapport.simulation import Scenario, Service, World
from rapport.simulation.scenario import FOLDER
from rapport.simulation.service_file import FOLDER as SERVICES
from rapport.simulation.service_world import ServiceWorld
from rapport.simulation.truth import verify_commitment


def typed(*words: object):
    return CliRunner().invoke(rapport, [str(word) for word in words])


def test_two_worlds_become_files_that_hold_what_the_worlds_hold(tmp_path: Path):
    answer = typed("simulate", "exercise-b", "--seed", 7, "--days", 2, "--runs", 2, "--out", tmp_path / "a" / "worlds")
    assert answer.exit_code == 0, answer.output
    folder = tmp_path / "a" / "worlds"
    names = {"people.parquet", "events.parquet", "exposures.parquet", "reports.parquet", "summary.json", "nonces.json"}
    assert {file.name for file in folder.iterdir()} == names
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["worlds"]
    world = World.from_scenario(Scenario.load("exercise-b"), seed=8, nonce=bytes(32))
    world.step(days=2)
    for name in ("people", "events", "exposures", "reports"):
        rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
        assert {row["run"] for row in rows} == {0, 1}
        second = [{k: v for k, v in row.items() if k != "run"} for row in rows if row["run"] == 1]
        assert second == getattr(world, name).to_pylist()
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["runs"][1]["seed"] == 8
    assert "nonce" not in json.dumps(summary)
    assert summary["rows"]["people"] == 120
    assert "predict nothing" in summary["warning"]
    assert "predict nothing" in answer.output
    assert summary["runs"][1]["commitment"] in answer.output
    assert (folder / "nonces.json").stat().st_mode & 0o077 == 0


def test_the_truth_is_written_only_when_asked_for_and_its_seal_can_be_checked(tmp_path: Path):
    answer = typed("simulate", "exercise-b", "--days", 2, "--out", tmp_path / "w", "--open-truth", "--contacts")
    assert answer.exit_code == 0, answer.output
    (run,) = json.loads((tmp_path / "w" / "summary.json").read_text())["runs"]
    cases = pq.read_table(tmp_path / "w" / "cases.parquet").to_pylist()
    scenario = Scenario.load("exercise-b")
    world = World.from_scenario(scenario, seed=0, nonce=bytes.fromhex(run["nonce"]))
    world.step(days=2)
    truth = world.unseal(bytes.fromhex(run["nonce"]))
    assert verify_commitment(
        run["commitment"],
        scenario_hash=scenario.hash,
        seed=0,
        nonce=bytes.fromhex(run["nonce"]),
        kinds=[case["kind"] for case in cases],
        markers=truth.markers,
    )
    assert pq.read_table(tmp_path / "w" / "truth.parquet").num_rows == truth.events.num_rows > 0
    contacts = pq.read_table(tmp_path / "w" / "contacts.parquet").to_pylist()
    assert len(contacts) > 1000
    where = {(d, s): world.present(d, s) for d in range(2) for s in range(7)}
    for meeting in contacts:
        places = where[meeting["day"], meeting["slot"]]
        assert places[meeting["one"]] == places[meeting["other"]] == meeting["place"]


def test_nothing_half_written_stays_when_it_goes_wrong(tmp_path: Path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(simulated_files, "_write_summary", full)
    answer = typed("simulate", "exercise-b", "--days", 1, "--out", tmp_path / "w")
    assert answer.exit_code == 1
    assert "No space left on device" in answer.output
    assert "Traceback" not in answer.output
    assert list(tmp_path.iterdir()) == []

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulated_files, "_write_summary", stopped)
    assert typed("simulate", "exercise-b", "--days", 1, "--out", tmp_path / "w").exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["exercise-b", "--days", "11"], "lasts 10 days"),
        (["exercise-b", "--days", "0"], "not in the range"),
        (["exercise-b", "--seed", "-1"], "not in the range"),
        (["exercise-b", "--runs", "1000000000"], "not in the range"),
        (["exercise-z"], "There are: exercise-b"),
    ],
)
def test_what_cannot_be_simulated_is_said_and_leaves_no_file(tmp_path: Path, words: list[str], says: str):
    answer = typed("simulate", *words, "--out", tmp_path / "w")
    assert answer.exit_code != 0
    assert says in answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    for out in (tmp_path, tmp_path / "mine.txt", tmp_path / "mine.txt" / "below"):
        answer = typed("simulate", "exercise-b", "--days", 1, "--out", out)
        assert answer.exit_code == 1
        assert "Error" in answer.output
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("mine.txt", "mine")]


def test_the_scenarios_are_listed_and_shown():
    assert "exercise-b" in typed("scenario", "list").output
    shown = typed("scenario", "show", "exercise-b").output
    assert Scenario.load("exercise-b").hash in shown
    assert "predicts nothing" in shown


def test_what_ships_can_be_played():
    answer = typed("scenario", "check")
    assert answer.exit_code == 0, answer.output
    assert "exercise-b can be played" in answer.output


WRONG = {
    "a missing translation": ("fr: Aile B", "", "line 45", "a translation is missing: fr"),
    "an unknown place": ("{work: any, to: yard, share: 0.45}", "{work: any, to: moon, share: 0.45}", "line", "'moon'"),
    "a probability over one": ("share: 0.45}", "share: 1.45}", "line", "more than 1"),
    "a dangling kind": ("benign: [study_circle, grief]", "benign: [study_circle, sorrow]", "line", "'sorrow'"),
    "an ideal that is too easy": ("cue_harmful: {value: 0.8", "cue_harmful: {value: 0.95", "line", "ideal d_a"),
    "a wired marker": (
        "  twin_pairs: 4",
        "  twin_pairs: 4\n  marked_more: 2",
        "line",
        "a marker may depend on nothing",
    ),
    "a post that watches worship": ("{id: yard, kind: yard,", "{id: yard, kind: worship,", "line", "no post may watch"),
    "a thousand million people": ("count: 15, beds: 2", "count: 15, beds: 66666666", "line", "more than"),
    "a word where a number belongs": ("days: 10", "days: ten", "line 39", "not a whole number"),
    "an unknown line": ("days: 10", "days: 10\nfays: 10", "line", "'fays'"),
    "a bracket that does not close": ("days: 10", "days: [10", "line", "YAML"),
    "a number that is none": ("cue_harmful: {value: 0.8", "cue_harmful: {value: .nan", "line 201", "not a number"),
    "fewer than nobody": ("count: 15, beds: 2", "count: -15, beds: 2", "line 54", "-15 is less than 1"),
    "a wrong language": ("  ru: Вербовка рядом", "  rus: Вербовка рядом", "line 6", "'rus'"),
    "a post twice": ("{id: landing_2, at:", "{id: landing_1, at:", "line 60", "'landing_1' is there twice"),
    "a line twice": ("days: 10", "days: 10\ndays: 9", "line 39", "'days' is there twice; again on line 40"),
    "a place within itself": ("landing, in: wing, code: B2", "landing, in: landing_2, code: B2", "line 46", "itself"),
    "a skill below nought": ("d_a: {value: 1.5", "d_a: {value: -1", "line", "-1 is less than 0.2"),
    "a day of no calendar": ("starts: 2031-03-03", "starts: 2031-13-45", "line 40", "no day of the calendar"),
    "an endless number": ("days: 10", "days: " + "9" * 5000, "line 39", "5,000 digits is too long"),
    "a name that is none": ("days: 10", "days: 10\nyes: 1", "line 40", "yes is not a name"),
    "lines that stand for a thousand million": (
        "days: 10",
        "days: 10\nx0: &x0 [1, 1]\n" + "".join(f"x{k}: &x{k} [{f'*x{k - 1}, ' * 9}]\n" for k in range(1, 10)),
        "line 4",
        "too long",
    ),
    "a part within itself": ("days: 10", "days: 10\nx: &x {y: *x}", "line 40", "refers to itself"),
    "too many levels": ("days: 10", "days: 10\nx: " + "[" * 50 + "]" * 50, "line 40", "levels deep"),
    "a command": ("days: 10", "days: !!python/object/apply:os.getcwd []", "line 39", "YAML"),
    "a missing part": ("  stages: {value: 3", "  steps: {value: 3", "line", "missing: stages"),
}


@pytest.mark.parametrize("what", WRONG)
def test_check_says_in_plain_words_and_with_the_line_what_is_wrong(tmp_path: Path, what: str):
    was, becomes, where, says = WRONG[what]
    text = (FOLDER / "exercise-b.yaml").read_text(encoding="utf-8")
    assert was in text
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(was, becomes, 1), encoding="utf-8")
    answer = typed("scenario", "check", file)
    assert answer.exit_code == 1, answer.output
    assert where in answer.output
    assert says in answer.output
    assert "Traceback" not in answer.output
    assert typed("simulate", file, "--out", tmp_path / "w").exit_code == 1 or what == "an ideal that is too easy"


def test_check_refuses_a_file_whose_pages_the_stock_cannot_fill(tmp_path: Path):
    """Ten times the same two hours of the morning, with five places open: nobody has so much to tell of them."""
    text = (FOLDER / "exercise-b.yaml").read_text(encoding="utf-8")
    start, end = text.index("played:"), text.index("# ---- who lives here")
    played = "played:\n" + "  - [unlock, work_late]\n" * 10
    (tmp_path / "late.yaml").write_text(text[:start] + played + text[end:], encoding="utf-8")
    answer = typed("scenario", "check", tmp_path / "late.yaml")
    assert answer.exit_code == 1
    line = text[:start].count("\n") + 1
    assert f"late.yaml, line {line}: played: the common stock" in answer.output


def test_list_and_show_name_every_form_and_what_it_holds():
    listed = typed("scenario", "list").output
    for letter in "bdeklm":
        assert f"exercise-{letter} " in listed
        assert f"exercise-{letter}-shift " in listed
    shown = typed("scenario", "show", "exercise-k-shift").output
    for word in (
        "16 of 3 men",
        "12 pairs, 8 of them at anchors",
        "Pressure",
        "(single-issue)",
        "watched by both sides",
    ):
        assert word in shown


@pytest.mark.parametrize("language", ["ru", "ky", "fr"])
@pytest.mark.parametrize("name", ["exercise-b-shift", "service"])
def test_an_author_reads_what_a_scenario_holds_in_his_own_language(name: str, language: str):
    english, own = (typed("scenario", "show", name, "--language", one).output for one in ("en", language))
    title = Scenario.load(name).title if name != "service" else Service.load(name).title
    assert title[language] in own
    same = set(english.splitlines()) & set(own.splitlines())
    assert [line for line in same if not line.startswith("hash")] == []
    assert title[language] in typed("scenario", "list", "--language", language).output


def test_what_is_no_scenario_at_all_is_said(tmp_path: Path):
    for name, content in {
        "empty.yaml": b"",
        "list.yaml": b"- 1\n",
        "text.yaml": b"hello",
        "bytes.yaml": b"\xff\xfe\x00",
        "latin.yaml": "title: café\n".encode("latin-1"),
        "long.yaml": b"#" * 2_000_000,
    }.items():
        (tmp_path / name).write_bytes(content)
        answer = typed("scenario", "check", tmp_path / name)
        assert answer.exit_code == 1
        assert name in answer.output
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    (tmp_path / "folder.yaml").mkdir()
    assert "folder.yaml: this cannot be read" in typed("scenario", "check", tmp_path / "folder.yaml").output


def test_on_a_full_disk_nothing_is_half_written(tmp_path: Path):
    """The largest file that this process may write is smaller than what is to be written."""
    program = Path(sys.executable).with_name("rapport")
    typed_in_a_shell = f"ulimit -f 20; exec '{program}' simulate room --days 1 --html --out '{tmp_path / 'w'}'"
    answer = subprocess.run(["bash", "-c", typed_in_a_shell], capture_output=True, text=True)
    assert answer.returncode == 1
    assert "cannot be written" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert list(tmp_path.iterdir()) == []
    assert typed("scenario", "check", tmp_path).exit_code == 1


def test_a_whole_service_becomes_files_day_by_day(tmp_path: Path):
    answer = typed("simulate", "room", "--seed", 3, "--days", 2, "--out", tmp_path / "r", "--contacts", "--open-truth")
    assert answer.exit_code == 0, answer.output
    world = ServiceWorld.from_scenario(Service.load("room"), seed=3, nonce=bytes(32), keep=["life", "contacts"])
    world.step(days=2)
    for name in ("people", "days", "contacts"):
        rows = pq.read_table(tmp_path / "r" / f"{name}.parquet").drop_columns(["run"])
        assert rows.to_pylist() == getattr(world, name).to_pylist(), name
    events = pq.read_table(tmp_path / "r" / "events.parquet").drop_columns(["run"])
    assert events["event"].to_pylist() == world.events["event"].to_pylist()
    assert events["act"].to_pylist() == world.events["act"].to_pylist()
    true = pq.read_table(tmp_path / "r" / "truth.parquet")
    assert true["event"].to_pylist() == world.unseal(bytes(32)).events["event"].to_pylist()
    (run,) = json.loads((tmp_path / "r" / "summary.json").read_text())["runs"]
    truth = world.truth
    assert verify_commitment(
        run["commitment"],
        scenario_hash=world.scenario.hash,
        seed=3,
        nonce=bytes.fromhex(run["nonce"]),
        kinds=truth.kinds,
        markers=truth.markers,
        engine="rapport-kernels/1",
    )


@pytest.mark.parametrize("name", ["exercise-b", "room"])
def test_a_picture_is_drawn_of_a_wing_and_of_a_service(tmp_path: Path, name: str):
    answer = typed("simulate", name, "--days", 1, "--out", tmp_path / "w", "--html")
    assert answer.exit_code == 0, answer.output
    assert (tmp_path / "w" / "picture.html").stat().st_size > 50_000


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("count: 1, beds: 600", "count: 1000000, beds: 1000", "1,000,000,000 people are more than"),
        ("beds: 600, wings: 8", "beds: 600, wings: 400", "do not make 400 wings"),
        ("beds: 600, wings: 8", "beds: 600", "missing: wings"),
        ("extends: service", "extends: servile", "there is no service 'servile'"),
        ("days: 90", "days: 90\nmarkers: {recruitment: 0.9}", "a marker may depend on nothing"),
        ("days: 90", "days: 90\nreligion: {value: 1}", "nothing of this name belongs here"),
        ("  en: One prison of six hundred people\n", "", "a translation is missing: en"),
        ("days: 90", "days: 90\ncell: {beds: {value: 2}}", "missing: source"),
    ],
)
def test_a_service_that_cannot_be_is_refused_with_its_line(tmp_path: Path, was: str, becomes: str, says: str):
    text = (SERVICES / "room.yaml").read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "mine.yaml").write_text(text.replace(was, becomes, 1), encoding="utf-8")
    answer = typed("scenario", "check", tmp_path / "mine.yaml")
    assert answer.exit_code == 1
    assert says in answer.output
    assert "mine.yaml, line " in answer.output
    assert "Traceback" not in answer.output
