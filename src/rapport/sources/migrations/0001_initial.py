"""Origins under seal, their grades, withdrawn grades, and what was done with each source."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
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
                    name="CustodianKey",
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
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        ("public", models.CharField(max_length=64, unique=True)),
                        ("wrapped", models.TextField()),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(blank=True, null=True)),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("wrong_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("service",),
                                name="sources_one_key_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True),
                                name="sources_key_of_two_people",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="MatchingCheck",
                    fields=[
                        ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                        ("value", models.CharField(max_length=64)),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SealedDraft",
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
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.custodiankey"
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                        ("marks", models.BinaryField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="sources_sealeddraft_reviewed_in_time",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Origin",
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
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.custodiankey"
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                        ("marks", models.BinaryField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="sources_origin_reviewed_in_time",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="OriginGrade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="grades", to="sources.origin"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("item", models.CharField(max_length=9)),
                        ("scheme", models.CharField(max_length=40)),
                        ("source", models.CharField(max_length=8)),
                        ("information", models.CharField(max_length=8)),
                        ("compartment", models.CharField(blank=True, max_length=9)),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="WithdrawnGrade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "grade",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawn",
                                to="sources.origingrade",
                            ),
                        ),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Source",
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
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        ("pseudonym", models.CharField(max_length=12)),
                        ("marks", models.BinaryField()),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("authorised_until", models.DateField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="sources_source_reviewed_in_time",
                            ),
                            models.UniqueConstraint(fields=("service", "pseudonym"), name="sources_pseudonym_once"),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SourceEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="sources.source"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("entered", "Entered"),
                                    ("welfare", "Welfare"),
                                    ("authorised", "Authorised"),
                                    ("ended", "Ended"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["entered", "welfare", "authorised", "ended"])),
                                name="sources_event_kind_is_known",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Opening",
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
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sources.origin"
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("reason", models.CharField(max_length=400)),
                        ("asked_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        ("locked", models.BinaryField(default=b"")),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="sources_opening_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="sources_opening_has_a_reason"
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
