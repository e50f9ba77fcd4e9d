"""Every read of this room: people in `people` and `persons`, places in `places`, what is said of two people in
`associations`, protected roles in `protected`; what a page shows before it changes something in `acting`.
"""

from rapport.register.selectors.acting import (
    association_to_keep,
    cells_for,
    establishments_to_keep,
    judgement,
    person_to_judge,
    person_to_tie,
    require_keeper_of,
    require_some_to_keep,
)
from rapport.register.selectors.associations import association, associations, associations_to_review
from rapport.register.selectors.imports import import_file, import_preview, import_progress, imports
from rapport.register.selectors.movements import MovementValue, ReleaseValue, movements, releases
from rapport.register.selectors.people import LATIN_ORDER, keys_of, people, people_of, person, person_values, where_of
from rapport.register.selectors.persons import person_file, records_of_each, records_of_one
from rapport.register.selectors.places import (
    establishment_page,
    establishments_page,
    place,
    place_labels,
    place_page,
    places,
    places_of,
    places_to_pick,
    wing_plan,
)
from rapport.register.selectors.protected import (
    protected_family_names,
    protected_now,
    protected_roles,
    protected_roles_named,
)

__all__ = [
    "LATIN_ORDER",
    "MovementValue",
    "ReleaseValue",
    "association",
    "association_to_keep",
    "associations",
    "associations_to_review",
    "cells_for",
    "establishment_page",
    "establishments_page",
    "establishments_to_keep",
    "import_file",
    "import_preview",
    "import_progress",
    "imports",
    "judgement",
    "keys_of",
    "movements",
    "people",
    "people_of",
    "person",
    "person_file",
    "person_to_judge",
    "person_to_tie",
    "person_values",
    "place",
    "place_labels",
    "place_page",
    "places",
    "places_of",
    "places_to_pick",
    "protected_family_names",
    "protected_now",
    "protected_roles",
    "protected_roles_named",
    "records_of_each",
    "records_of_one",
    "releases",
    "require_keeper_of",
    "require_some_to_keep",
    "where_of",
    "wing_plan",
]
