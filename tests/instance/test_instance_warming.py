"""What the first page needs is read before it is asked for."""

import subprocess
import sys
from pathlib import Path

from django.template import loader

from rapport.intelligence.themes import themes
from rapport.interface.warming import templates, warm
from rapport.language.stems import _endings_after, stem
from rapport.simulation.colleagues import deviation
from rapport.simulation.tables import phi_table
from rapport.training.scenery import scenario


def test_the_lists_and_walks_of_the_rooms_are_read_without_asking_the_database() -> None:
    for read_once in (themes, scenario, deviation, phi_table, _endings_after):
        read_once.cache_clear()
    warm.cache_clear()

    warm()  # outside a test's database: a question to it would fail here

    assert [read_once.cache_info().currsize > 0 for read_once in (themes, scenario, phi_table)] == [True] * 3
    before = scenario.cache_info().misses
    scenario("exercise-b")
    assert scenario.cache_info().misses == before
    worked_out = _endings_after.cache_info().misses
    for word in ("камераларыбызда", "Кечээлеринен", "өзүңөрдүкүнө"):
        stem(word, "ky")
    assert _endings_after.cache_info().misses == worked_out > 40


def test_every_template_of_the_rooms_is_among_what_is_read() -> None:
    found = templates()

    assert {"training/scene.html", "reporting/write.html", "interface/page.html"} <= {*found}
    assert all(loader.get_template(name) for name in found)


def test_a_worker_has_it_all_before_it_answers(tmp_path: Path) -> None:
    asked = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'rapport.instance.settings'\n"
        "import rapport.instance.wsgi, gc\n"
        "from rapport.interface.warming import warm\n"
        "print(warm.cache_info().currsize, gc.get_freeze_count() > 10_000)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], env={"RAPPORT_HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["1", "True"]
