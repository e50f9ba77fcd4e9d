"""Prison services, establishments and the laws they named; staff, postings and keys; approvals; long jobs."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="PrisonService",
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
                        ("name", models.CharField(max_length=120)),
                        (
                            "mode",
                            models.ForeignKey(
                                db_column="mode",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.instance",
                            ),
                        ),
                        ("simulated", models.BooleanField()),
                        ("clock_now", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("simulated", True), models.Q(("mode", "live"), _negated=True)),
                                    models.Q(("mode", "live"), ("simulated", False)),
                                    _connector="OR",
                                ),
                                name="access_service_simulated_unless_live",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("mode", "live"), _negated=True),
                                    ("clock_now__isnull", True),
                                    _connector="OR",
                                ),
                                name="access_service_live_by_the_wall",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Region",
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
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("service", "name"), name="access_region_name_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Establishment",
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
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("service", "name"), name="access_establishment_name_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Staff",
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
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("language", models.CharField(blank=True, max_length=8)),
                    ],
                    options={
                        "verbose_name_plural": "staff",
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Posting",
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
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.region",
                            ),
                        ),
                        (
                            "establishment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.establishment",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("officer", "Wing officer"),
                                    ("intelligence", "Intelligence officer"),
                                    ("analyst", "Analyst"),
                                    ("governor", "Governor"),
                                    ("trainer", "Trainer"),
                                    ("inspector", "Inspector"),
                                    ("administrator", "Administrator"),
                                    ("data_protection", "Data protection officer"),
                                    ("custodian", "Source custodian"),
                                    ("integrity", "Integrity officer"),
                                    ("complaints", "Complaints body"),
                                    ("headquarters", "Headquarters duty officer"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("compartments", models.JSONField(default=list)),
                        ("starts", models.DateTimeField()),
                        ("ends", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        ("by_link", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gt", models.F("starts")), _connector="OR"
                                ),
                                name="access_posting_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "officer",
                                            "intelligence",
                                            "analyst",
                                            "governor",
                                            "trainer",
                                            "inspector",
                                            "administrator",
                                            "data_protection",
                                            "custodian",
                                            "integrity",
                                            "complaints",
                                            "headquarters",
                                        ],
                                    )
                                ),
                                name="access_posting_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("region__isnull", True), ("establishment__isnull", True), _connector="OR"
                                ),
                                name="access_posting_narrowed_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
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
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("mark", models.CharField(max_length=32)),
                        ("code", models.CharField(blank=True, max_length=64)),
                        ("code_until", models.DateTimeField(blank=True, null=True)),
                        ("step", models.BigIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                        ("chosen_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                        ("objects", models.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Desk",
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
                        (
                            "establishment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.establishment",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("network", models.CharField(max_length=50)),
                        ("registered_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True)),
                                fields=("service", "network"),
                                name="access_desk_network_once",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Tries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("who", models.CharField(max_length=64, unique=True)),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField(blank=True, null=True)),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SigningKey",
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
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("public", models.CharField(max_length=64)),
                        ("sealed", models.TextField()),
                        ("wrong", models.PositiveSmallIntegerField(default=0)),
                        ("wrong_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AccountEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.signingkey",
                            ),
                        ),
                        ("public", models.CharField(blank=True, max_length=64)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("enrolled", "Enrolled"),
                                    ("reset", "Reset"),
                                    ("key_made", "Key Made"),
                                    ("key_confirmed", "Key Confirmed"),
                                    ("key_revoked", "Key Revoked"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("by", models.CharField(blank=True, max_length=9)),
                        ("at", models.DateTimeField()),
                        ("mac", models.CharField(max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["enrolled", "reset", "key_made", "key_confirmed", "key_revoked"])
                                ),
                                name="access_accountevent_kind_is_known",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ApprovalRequest",
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
                        (
                            "establishment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.establishment",
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("operation", models.CharField(max_length=60)),
                        ("record_class", models.CharField(max_length=60)),
                        ("record_ref", models.CharField(max_length=16)),
                        ("content", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                        ("served_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["operation", "record_class", "record_ref", "content"],
                                name="access_appr_operati_6c3304_idx",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.approvalrequest",
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
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.signingkey"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("signature", models.CharField(max_length=128)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("request", "staff"), name="access_approval_once_each")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Compartment",
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
                        ("label", models.CharField(max_length=60)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("service", "label"),
                                name="access_compartment_label_once",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="LegalBasis",
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
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("register", "register"),
                                    ("dynamic security", "dynamic security"),
                                    ("prison intelligence", "prison intelligence"),
                                    ("protection of a person", "protection of a person"),
                                    ("decision", "decision"),
                                    ("inspection", "inspection"),
                                    ("rights of the person", "rights of the person"),
                                    ("administration", "administration"),
                                    ("protection of sources", "protection of sources"),
                                    ("protection of life", "protection of life"),
                                    ("integrity of staff", "integrity of staff"),
                                    ("complaints of ill-treatment", "complaints of ill-treatment"),
                                    ("training", "training"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("law", models.CharField(max_length=200)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.staff",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "legal bases",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("service", "purpose"),
                                name="access_legalbasis_one_stands",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purpose__in",
                                        [
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
                                        ],
                                    )
                                ),
                                name="access_legalbasis_purpose_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Job",
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
                        ("kind", models.CharField(max_length=60)),
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
                        ("purpose", models.CharField(max_length=40)),
                        ("ids", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=200)),
                        ("cursor", models.BigIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("attempt", models.PositiveSmallIntegerField(default=0)),
                        ("asked_at", models.DateTimeField()),
                        ("beat_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["state", "beat_at"], name="access_job_state_ee6354_idx")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                                name="access_job_state_is_known",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
            ]
        )
    ]
