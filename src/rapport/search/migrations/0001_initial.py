"""Entries of the index, saved searches, searches with a protected word."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
import rapport.search.fields
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("record_id", models.BigIntegerField()),
                        ("tokens", rapport.search.fields.TokensField()),
                        ("service_id", models.BigIntegerField()),
                        ("establishment_id", models.BigIntegerField()),
                        ("made_by", models.BigIntegerField()),
                        ("compartment", models.CharField(blank=True, max_length=9)),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "record_id"), name="search_entry_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Words",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                db_column="rowid",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="search.entry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "words",
                        "db_table": "search_words",
                        "managed": False,
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=rapport.ledger.references.new_reference,
                                editable=False,
                                max_length=9,
                                unique=True,
                            ),
                        ),
                        ("held_since", models.DateField()),
                        ("purpose", models.CharField(max_length=40)),
                        ("legal_basis", models.CharField(max_length=80)),
                        ("review_on", models.DateField()),
                        ("max_until", models.DateField()),
                        ("restricted", models.BooleanField(default=False)),
                        ("disputed", models.BooleanField(default=False)),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("words", models.CharField(blank=True, max_length=200)),
                        ("facets", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("ends", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "saved searches",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="search_savedsearch_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="search_savedsearch_has_a_name"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ProtectedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ref",
                            models.CharField(
                                default=rapport.ledger.references.new_reference,
                                editable=False,
                                max_length=9,
                                unique=True,
                            ),
                        ),
                        ("held_since", models.DateField()),
                        ("purpose", models.CharField(max_length=40)),
                        ("legal_basis", models.CharField(max_length=80)),
                        ("review_on", models.DateField()),
                        ("max_until", models.DateField()),
                        ("restricted", models.BooleanField(default=False)),
                        ("disputed", models.BooleanField(default=False)),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        (
                            "posting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.posting"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("words", models.CharField(max_length=200)),
                        ("case", models.CharField(max_length=60)),
                        ("reason", models.CharField(max_length=300)),
                    ],
                    options={
                        "verbose_name_plural": "protected searches",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="search_protectedsearch_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("case", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                                ),
                                name="search_protected_has_case_and_reason",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
            ]
        )
    ]
