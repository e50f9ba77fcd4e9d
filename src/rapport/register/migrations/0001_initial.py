"""Who is in prison and where: persons with the index of their names, places, what the register tells of each."""

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
                    name="Place",
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
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="register.place",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wing", "Wing"),
                                    ("landing", "Landing"),
                                    ("cell", "Cell"),
                                    ("yard", "Yard"),
                                    ("workshop", "Workshop"),
                                    ("canteen", "Canteen"),
                                    ("education", "Education"),
                                    ("visits", "Visits"),
                                    ("legal_visit", "Legal visits"),
                                    ("worship", "Place of worship"),
                                    ("health", "Health care"),
                                    ("complaints", "Complaints office"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=8)),
                        ("x", models.IntegerField(default=0)),
                        ("y", models.IntegerField(default=0)),
                        ("w", models.PositiveIntegerField(default=0)),
                        ("h", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["number"], name="register_place_number")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "wing",
                                            "landing",
                                            "cell",
                                            "yard",
                                            "workshop",
                                            "canteen",
                                            "education",
                                            "visits",
                                            "legal_visit",
                                            "worship",
                                            "health",
                                            "complaints",
                                        ],
                                    )
                                ),
                                name="register_place_kind_is_known",
                            ),
                            models.UniqueConstraint(
                                fields=("establishment", "parent", "kind", "number"),
                                name="register_place_once_within_its_parent",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Person",
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
                        ("number", models.CharField(max_length=20)),
                        ("family_name", models.CharField(max_length=60)),
                        ("given_names", models.CharField(blank=True, max_length=80)),
                        ("initial", models.CharField(blank=True, max_length=4)),
                        ("family_name_cyrillic", models.CharField(blank=True, max_length=60)),
                        ("given_names_cyrillic", models.CharField(blank=True, max_length=80)),
                        ("initial_cyrillic", models.CharField(blank=True, max_length=4)),
                        ("nickname", models.CharField(blank=True, max_length=40)),
                        (
                            "legal_status",
                            models.CharField(
                                choices=[
                                    ("remand", "On remand"),
                                    ("sentenced", "Sentenced"),
                                    ("other", "Held on another ground"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("sentence_ends", models.DateField(blank=True, null=True)),
                        ("expected_release", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_person_reviewed_in_time",
                            ),
                            models.UniqueConstraint(fields=("service", "number"), name="register_person_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("legal_status__in", ["remand", "sentenced", "other"])),
                                name="register_person_status_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="PersonKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="register.person"
                            ),
                        ),
                        ("key", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["key", "person"],
                                name="register_personkey_key",
                                opclasses=["varchar_pattern_ops", "int8_ops"],
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SlippedKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slip", models.CharField(max_length=40)),
                        ("key", models.CharField(db_index=True, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("slip", "key"), name="register_slippedkey_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Placement",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        (
                            "cell",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.place"
                            ),
                        ),
                        ("starts", models.DateTimeField()),
                        ("ends", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ends__isnull", True)),
                                fields=["cell"],
                                name="register_placement_now",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_placement_reviewed_in_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends__isnull", True)),
                                fields=("person",),
                                name="register_placement_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="register_placement_ends_after_it_starts",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="OtherName",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("alias", "Alias"), ("nickname", "Nickname")], max_length=8),
                        ),
                        ("written", models.CharField(max_length=80)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.staff",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_othername_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["alias", "nickname"])),
                                name="register_othername_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("written", ""), _negated=True), name="register_othername_is_written"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="register_othername_ended_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("person", "written"),
                                name="register_othername_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SamePerson",
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
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.staff",
                            ),
                        ),
                        ("ended_because", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_sameperson_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kept", models.F("other")), _negated=True),
                                name="register_sameperson_of_two_records",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="register_sameperson_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="register_sameperson_ends_for_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("other",),
                                name="register_sameperson_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Association",
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
                            "kind",
                            models.CharField(
                                choices=[("association", "Association"), ("non_association", "Non Association")],
                                max_length=16,
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.staff",
                            ),
                        ),
                        ("ended_because", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_association_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["association", "non_association"])),
                                name="register_association_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))),
                                name="register_association_of_two_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="register_association_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("ended_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="register_association_ends_for_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("one", "other"),
                                name="register_association_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Import",
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
                            "kind",
                            models.CharField(
                                choices=[("places", "Places"), ("people", "People"), ("placements", "Placements")],
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("mapping", "Mapping"),
                                    ("checked", "Checked"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="mapping",
                                max_length=8,
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120)),
                        ("rows", models.BinaryField()),
                        ("count", models.PositiveIntegerField()),
                        ("mapping", models.CharField(blank=True, max_length=2000)),
                        ("job", models.CharField(blank=True, max_length=9)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("made", models.PositiveIntegerField(default=0)),
                        ("altered", models.PositiveIntegerField(default=0)),
                        ("same", models.PositiveIntegerField(default=0)),
                        ("left_out", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_import_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["places", "people", "placements"])),
                                name="register_import_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["mapping", "checked", "running", "done", "dropped"])),
                                name="register_import_state_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportColumn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("places", "Places"), ("people", "People"), ("placements", "Placements")],
                                max_length=10,
                            ),
                        ),
                        ("label", models.CharField(max_length=80)),
                        ("means", models.CharField(blank=True, max_length=24)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("service", "kind", "label"), name="register_importcolumn_once"
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ProtectedRole",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.establishment",
                            ),
                        ),
                        (
                            "office",
                            models.CharField(
                                choices=[
                                    ("lawyer", "Lawyer"),
                                    ("chaplain", "Chaplain"),
                                    ("clinician", "Doctor, nurse or psychologist"),
                                    ("inspector", "Inspector or monitor"),
                                    ("complaints", "Complaints body"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("family_name", models.CharField(max_length=60)),
                        ("given_names", models.CharField(blank=True, max_length=80)),
                        ("family_name_cyrillic", models.CharField(blank=True, max_length=60)),
                        ("given_names_cyrillic", models.CharField(blank=True, max_length=80)),
                        ("starts", models.DateField()),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="register_protectedrole_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("office__in", ["lawyer", "chaplain", "clinician", "inspector", "complaints"])
                                ),
                                name="register_protectedrole_office_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("family_name", ""), _negated=True),
                                name="register_protectedrole_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="register_protectedrole_ends_after_it_starts",
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
