"""Enter whoever was admitted before there was an index of names."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.register import lookup


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    people, keys, slipped = (
        apps.get_model("register", name)._base_manager for name in ("Person", "PersonKey", "SlippedKey")
    )
    rows = []
    for person in people.all():
        forms = [
            *lookup.written_forms(person.family_name, "", person.initial, person.nickname),
            *lookup.written_forms(person.family_name_cyrillic, "", person.initial_cyrillic),
        ]
        rows += [keys.model(person=person, key=key) for key in sorted(lookup.keys_of_person(forms, person.number))]
    keys.bulk_create(rows)
    slips = {(key, slip) for key in {row.key for row in rows} for slip in lookup.without_a_letter(key)}
    slipped.bulk_create(slipped.model(key=key, slip=slip) for key, slip in sorted(slips))


class Migration(migrations.Migration):
    dependencies = [("register", "0002_names_index")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
