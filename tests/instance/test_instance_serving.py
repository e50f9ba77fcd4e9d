"""Serving: one command starts everything, and its end ends everything."""

import os
import signal
import socket
import time

import pytest
from serving_house import Served, alive, children_of, page_workers_of


def test_a_killed_server_takes_its_worker_along_and_leaves_the_port_free(served: Served) -> None:
    parent = served.open()
    workers = children_of(parent.pid)
    assert workers != []
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    start = time.monotonic()
    while served.listened_to() or any(alive(worker) for worker in workers):
        assert time.monotonic() - start < 1, "a worker outlived its parent by a second"
        time.sleep(0.01)


def test_after_a_kill_the_same_port_is_served_again_at_once(served: Served) -> None:
    for _time in range(2):
        parent = served.open()
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        served.seconds_until_free()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_all_it_started_without_a_complaint(served: Served, how: signal.Signals) -> None:
    parent = served.open()
    workers = children_of(parent.pid)
    before = served.log()
    start = time.monotonic()
    parent.send_signal(how)
    assert parent.wait(15) == 0
    assert time.monotonic() - start < 10
    assert not any(alive(worker) for worker in workers)
    assert not served.listened_to()
    assert served.log() == before


def test_ctrl_c_reaches_all_at_once_and_leaves_no_complaint(served: Served) -> None:
    parent = served.open()
    before = served.log()
    os.killpg(parent.pid, signal.SIGINT)
    assert parent.wait(15) in {0, 1}
    assert served.log() == before
    assert not served.listened_to()


def test_a_visitor_who_keeps_the_line_open_does_not_hold_up_the_end(served: Served) -> None:
    parent = served.open()
    with socket.create_connection(("127.0.0.1", served.port)) as visitor:
        visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        visitor.recv(4096)
        parent.send_signal(signal.SIGTERM)
        parent.wait(15)


def test_a_worker_that_falls_over_is_replaced(served: Served) -> None:
    parent = served.open()
    time.sleep(6)  # a worker that falls over within its first seconds ends the server: it would do so for ever
    worker, *_ = page_workers_of(parent.pid)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while served.health() != 200 or worker in children_of(parent.pid):
        assert parent.poll() is None, served.log()
        assert time.monotonic() < deadline
        time.sleep(0.1)
    parent.send_signal(signal.SIGTERM)
    parent.wait(15)


def test_a_second_server_at_the_same_port_is_told_so_in_one_line(served: Served) -> None:
    parent = served.open()
    for command in ("serve", "demo"):
        second = served.rapport(command)
        assert second.returncode == 1
        assert second.stderr == (
            f"Error: Port {served.port} is already in use. Stop what serves there, or choose another port: PORT=8001\n"
        )
        assert second.stdout == ""
    parent.send_signal(signal.SIGTERM)
    parent.wait(15)
