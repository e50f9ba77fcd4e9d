"""A file of people in an instance of its own: `bring N` has one confirmed, `work` takes it over for ever, slowly."""

from __future__ import annotations

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"
SLICE = 40


def bring(rows: int) -> None:
    from rapport.access import services as access
    from rapport.access.viewers import Steward, viewer_for
    from rapport.register import selectors, services, sheets
    from rapport.register.values import NewPlace
    from rapport.simulation.numbers import number_for

    steward = Steward(purpose="test")
    service = access.open_service(steward, "Simulated service")
    place = access.open_establishment(steward, service, "Northfield")
    staff = access.enrol(steward, "Tomas")
    tomas = viewer_for(access.post(steward, staff, "trainer", service=service, establishment=place))
    services.set_up_places(tomas, place.pk, [NewPlace(key=f"{n}", kind="cell", number=f"{n}") for n in range(1, 11)])
    lines = [f"{number_for(n)};Petrov{n};Pavel;{1 + n % 10}" for n in range(rows)]
    content = "\n".join(["number;surname;first name;cell", *lines]).encode()
    ref = services.bring(tomas, place.pk, kind="people", file_name="people.csv", sheet=sheets.read(content))
    services.map_columns(tomas, ref, selectors.import_file(tomas, ref).mapping)
    services.confirm(tomas, ref)


def work() -> None:
    from rapport.access.worker import work_for_ever
    from rapport.register.services import carrying

    carrying.AT_ONCE = SLICE
    enter = carrying.indexing.index

    def slowly(people: object) -> None:
        enter(people)  # type: ignore[arg-type]
        time.sleep(float(os.environ["SLICE_SECONDS"]))  # in the middle of a slice: half of it is written by now

    carrying.indexing.index = slowly  # type: ignore[assignment]
    work_for_ever()


if __name__ == "__main__":
    import django

    django.setup()
    work() if sys.argv[1] == "work" else bring(int(sys.argv[2]))
