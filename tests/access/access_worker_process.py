"""A job worker in a process of its own, with the tests' kinds of job. `ask N` asks for a job; `work` works for ever."""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"


def main(what: str, *given: str) -> None:
    import django

    django.setup()
    from access_work import KINDS
    from django.apps import apps

    apps.get_app_config("access").jobs = KINDS
    if what == "work":
        from rapport.access.worker import work_for_ever

        work_for_ever()
    from rapport.access.jobs import start
    from rapport.access.services import enrol, open_service, post
    from rapport.access.viewers import Steward, viewer_for

    service = open_service(Steward("tests"), "Steppe prison service")
    tomas = post(Steward("tests"), enrol(Steward("tests"), "Tomas"), "trainer", service=service)
    start(viewer_for(tomas), "access.enrol_many", int(given[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
