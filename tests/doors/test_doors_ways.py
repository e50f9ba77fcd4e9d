"""An act that is opened like a page: after a refusal its page stands under the address of the act, and then the reader
changes the language, unlocks the screen or opens the address again.
"""

from __future__ import annotations

from django.urls import reverse
from doors_scene import STANDINGS, Scene, undone
from doors_table import DOORS, Door
from test_doors_matrix import unknown

ACTED = ("done", "sent", "shown", "shown empty", "unfit", "unready")

NEVER_SHOWN = {
    "reporting:settle",
    "search:run_saved",
    "search:drop_saved",
    "intelligence:answer_tasking",
    "conference:end",
}
"""Acts whose address never stands above a page: kept or refused, they lead to another one."""


def who_may(door: Door) -> str:
    """Somebody who may act through this door, if anybody here may."""
    return next((one for one in STANDINGS if door.says("post", one) in ACTED), "")


def test_who_opens_an_act_like_a_page_is_led_to_the_page_that_it_belongs_to(scene: Scene) -> None:
    wrong, led = [], 0
    for door in DOORS:
        standing = who_may(door)
        if door.name in NEVER_SHOWN or not unknown(door, "get") or not standing:
            continue
        address = reverse(door.name, args=[scene.refs.get(one, one) for one in door.about])
        with undone():
            answer = scene.client(standing).get(address, HTTP_ACCEPT="text/html", follow=True)
        led += 1
        if answer.status_code != 200 or not answer.redirect_chain:
            wrong.append(f"{door.title} {standing}: {answer.status_code} {answer.redirect_chain}")
    assert not wrong, "\n".join(wrong)
    assert led > 30


def test_what_is_sent_to_an_address_that_takes_nothing_is_answered_with_a_page(scene: Scene) -> None:
    for standing in ("signed-out", "writer"):
        answer = scene.client(standing).post("/reports/", HTTP_ACCEPT="text/html")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert "Nothing was changed" in answer.content.decode()
