"""Every purpose for which records are kept has its law; a law that was named never changes, records rest on it.

Services that were opened before get an invented law for each purpose that has none: none of them exists.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from rapport.ledger.clock import wall_now
from rapport.ledger.guards import AllBut, Guard

PURPOSES = [
    "register",
    "dynamic security",
    "prison intelligence",
    "protection of a person",
    "decision",
    "inspection",
    "rights of the person",
    "administration",
    "protection of sources",
    "protection of life",
    "integrity of staff",
    "complaints of ill-treatment",
    "training",
]


def name_laws(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    laws = apps.get_model("access", "LegalBasis")
    for service in apps.get_model("access", "PrisonService").unfiltered.filter(simulated=True):
        named = set(laws.unfiltered.filter(service=service, replaced_at__isnull=True).values_list("purpose", flat=True))
        laws.unfiltered.bulk_create(
            laws(service=service, purpose=code, law=f"Simulated Prisons Act, section {section}", at=wall_now())
            for section, code in enumerate(PURPOSES, start=1)
            if code not in named
        )


class Migration(migrations.Migration):
    dependencies = [("access", "0006_roles_outside")]
    operations = [
        migrations.RemoveConstraint(model_name="legalbasis", name="access_legalbasis_purpose_is_known"),
        migrations.AlterField(
            model_name="legalbasis",
            name="purpose",
            field=models.CharField(choices=[(code, code) for code in PURPOSES], max_length=40),
        ),
        migrations.AddConstraint(
            model_name="legalbasis",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", PURPOSES)), name="access_legalbasis_purpose_is_known"
            ),
        ),
        Guard("access_law", "a law that was named never changes", {"access_legalbasis": AllBut("replaced_at")}),
        migrations.RunPython(name_laws, migrations.RunPython.noop),
    ]
