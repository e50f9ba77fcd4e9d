"""What the desk keeps: items and grades, links, notes, requirements, taskings, briefings, what two people allowed."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("register", "0001_initial"),
        ("reporting", "0001_initial"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="SchemeChoice",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        ("scheme", models.CharField(max_length=16)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("chosen_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("scheme__contains", "@")),
                                name="intelligence_choice_names_its_version",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Organisation",
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
                        ("label", models.CharField(max_length=60)),
                        ("cites", models.CharField(max_length=200)),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("allowed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_organisation_reviewed_in_time",
                            ),
                            models.UniqueConstraint(
                                fields=("establishment", "label"), name="intelligence_organisation_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True),
                                    models.Q(("cites", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="intelligence_organisation_named_by_a_law",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Item",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("seen", "Seen or heard by the officer"), ("told", "Told to the officer")],
                                max_length=4,
                            ),
                        ),
                        ("origin", models.CharField(blank=True, max_length=16)),
                        ("text", models.CharField(max_length=1000)),
                        (
                            "obtained",
                            models.CharField(
                                choices=[
                                    ("on_duty", "In the course of duty"),
                                    ("freely", "Said to staff freely"),
                                    ("asked", "Said in answer to a question"),
                                    ("search", "Found in a search with a stated ground"),
                                    ("pressed", "Force, threat or punishment may have been used"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("necessity", models.CharField(blank=True, max_length=300)),
                        ("compartment", models.CharField(blank=True, max_length=9)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_item_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["seen", "told"])),
                                name="intelligence_item_seen_or_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="intelligence_item_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("obtained__in", ("on_duty", "freely", "asked", "search"))),
                                name="intelligence_item_rightly_obtained",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "seen"), _negated=True),
                                    models.Q(("origin", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="intelligence_item_seen_has_its_author",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Grade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grades",
                                to="intelligence.item",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="intelligence.grade",
                            ),
                        ),
                        ("scheme", models.CharField(max_length=16)),
                        ("source", models.CharField(max_length=2)),
                        ("source_reason", models.CharField(max_length=300)),
                        ("information", models.CharField(max_length=2)),
                        ("information_reason", models.CharField(max_length=300)),
                        ("handling", models.CharField(blank=True, max_length=2)),
                        ("conditions", models.CharField(blank=True, max_length=300)),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("here", "Stays in this prison; ask first"),
                                    ("service", "Stays in this prison service"),
                                    ("partners", "May go to partners by law"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("scheme__contains", "@")),
                                name="intelligence_grade_names_its_scheme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", ""), _negated=True),
                                    models.Q(("information", ""), _negated=True),
                                ),
                                name="intelligence_grade_on_each_axis",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source_reason", ""), _negated=True),
                                    models.Q(("information_reason", ""), _negated=True),
                                ),
                                name="intelligence_grade_with_reasons",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reach__in", ["here", "service", "partners"])),
                                name="intelligence_grade_reach_is_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("replaces__isnull", True)),
                                fields=("item",),
                                name="intelligence_grade_first_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaces__isnull", True), models.Q(("why", ""), _negated=True), _connector="OR"
                                ),
                                name="intelligence_grade_changed_for_a_reason",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ItemTheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="themes",
                                to="intelligence.item",
                            ),
                        ),
                        ("theme", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["theme", "item"], name="intelligence_theme_items")],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "theme"), name="intelligence_theme_once"),
                            models.CheckConstraint(
                                condition=models.Q(("theme__contains", "@")), name="intelligence_theme_names_its_list"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Permission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="permissions",
                                to="intelligence.item",
                            ),
                        ),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("here", "Stays in this prison; ask first"),
                                    ("service", "Stays in this prison service"),
                                    ("partners", "May go to partners by law"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("until", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reach__in", ["service", "partners"])),
                                name="intelligence_permission_goes_further",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="intelligence_permission_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("at"))),
                                name="intelligence_permission_ends_later",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Naming",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="namings",
                                to="intelligence.item",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("suspected", "Suspected, on stated grounds"),
                                    ("convicted", "Convicted of it"),
                                    ("victim", "Possible victim"),
                                    ("other", "Other: witness, contact, bystander"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("grounds", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_naming_reviewed_in_time",
                            ),
                            models.UniqueConstraint(fields=("item", "person"), name="intelligence_naming_once"),
                            models.CheckConstraint(
                                condition=models.Q(("category__in", ["suspected", "convicted", "victim", "other"])),
                                name="intelligence_naming_category_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("category", "suspected"), _negated=True),
                                    models.Q(("grounds", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="intelligence_naming_suspected_on_grounds",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Briefing",
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
                        ("day", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_briefing_reviewed_in_time",
                            ),
                            models.UniqueConstraint(
                                fields=("establishment", "day"), name="intelligence_briefing_once_a_day"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="BriefingVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "briefing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="intelligence.briefing",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("because", models.CharField(blank=True, max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("briefing", "number"), name="intelligence_briefing_number_once"
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="BriefingLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="intelligence.briefingversion",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "section",
                            models.CharField(
                                choices=[
                                    ("urgent", "Urgent"),
                                    ("graded", "Newly graded"),
                                    ("arrivals", "Arrivals"),
                                    ("moves", "Moves"),
                                    ("releases", "Releases within 30 days"),
                                    ("requirements", "What we need to know"),
                                    ("reviews", "Overdue"),
                                    ("remark", "From the desk"),
                                    ("wing", "For the wings"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=300)),
                        ("more", models.PositiveIntegerField(default=0)),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intelligence.item",
                            ),
                        ),
                        ("grade", models.CharField(blank=True, max_length=60)),
                        ("ends_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "number"), name="intelligence_line_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "section__in",
                                        [
                                            "urgent",
                                            "graded",
                                            "arrivals",
                                            "moves",
                                            "releases",
                                            "requirements",
                                            "reviews",
                                            "remark",
                                            "wing",
                                        ],
                                    )
                                ),
                                name="intelligence_line_section_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("more", 0), models.Q(("text", ""), _negated=True)),
                                    models.Q(("more__gt", 0), ("text", "")),
                                    _connector="OR",
                                ),
                                name="intelligence_line_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_on__isnull", False),
                                        ("grade", ""),
                                        ("item__isnull", True),
                                        ("more", 0),
                                        ("section", "wing"),
                                    ),
                                    models.Q(models.Q(("section", "wing"), _negated=True), ("ends_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="intelligence_line_for_the_wings_ends",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="LinePlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="intelligence.briefingline",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.place"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("line", "place"), name="intelligence_line_place_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="LinePerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="intelligence.briefingline",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("line", "person"), name="intelligence_line_person_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="BriefingSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature",
                                to="intelligence.briefingversion",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("signed_at", models.DateTimeField()),
                        ("public", models.CharField(max_length=64)),
                        ("signature", models.CharField(max_length=128)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("signature", ""), _negated=True),
                                name="intelligence_briefing_signed_with_a_key",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Link",
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
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.person"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("compartment", models.CharField(blank=True, max_length=9)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("items", models.ManyToManyField(related_name="links", to="intelligence.item")),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_link_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="intelligence_link_has_a_reason"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Group",
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
                        ("label", models.CharField(max_length=60)),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_group_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                                ),
                                name="intelligence_group_says_why",
                            ),
                            models.UniqueConstraint(
                                fields=("establishment", "label"), name="intelligence_group_label_once"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Event",
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
                        ("label", models.CharField(max_length=60)),
                        ("on", models.DateField()),
                        ("reason", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_event_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True), models.Q(("reason", ""), _negated=True)
                                ),
                                name="intelligence_event_says_why",
                            ),
                            models.UniqueConstraint(
                                fields=("establishment", "label", "on"), name="intelligence_event_label_once"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Tie",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="intelligence.item"
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="register.place",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ties",
                                to="intelligence.group",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ties",
                                to="intelligence.event",
                            ),
                        ),
                        ("passage", models.CharField(blank=True, max_length=120)),
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
                                name="intelligence_tie_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("event__isnull", True), ("group__isnull", True), ("place__isnull", False)
                                    ),
                                    models.Q(
                                        ("event__isnull", True), ("group__isnull", False), ("place__isnull", True)
                                    ),
                                    models.Q(
                                        ("event__isnull", False), ("group__isnull", True), ("place__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="intelligence_tie_to_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="intelligence_tie_ended_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("item", "place"),
                                name="intelligence_tie_place_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("item", "group"),
                                name="intelligence_tie_group_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("item", "event"),
                                name="intelligence_tie_event_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Retelling",
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
                            "later",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "later_kind",
                            models.CharField(
                                choices=[("seen", "Seen or heard by the officer"), ("told", "Told to the officer")],
                                max_length=4,
                            ),
                        ),
                        (
                            "earlier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "earlier_kind",
                            models.CharField(
                                choices=[("seen", "Seen or heard by the officer"), ("told", "Told to the officer")],
                                max_length=4,
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
                                name="intelligence_retelling_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("later", models.F("earlier")), _negated=True),
                                name="intelligence_retelling_of_another_report",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="intelligence_retelling_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("later_kind__in", ["seen", "told"]), ("earlier_kind__in", ["seen", "told"])
                                ),
                                name="intelligence_retelling_kinds_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("later", "later_kind"),
                                name="intelligence_retelling_once",
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
                                name="intelligence_retelling_ends_for_a_reason",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Note",
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
                        ("compartment", models.CharField(blank=True, max_length=9)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_note_reviewed_in_time",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Citation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="citations",
                                to="intelligence.note",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="citations",
                                to="intelligence.item",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("note", "item"), name="intelligence_citation_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="intelligence.note",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=120)),
                        ("innocent", models.CharField(max_length=1000)),
                        ("gaps", models.CharField(blank=True, max_length=1000)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("note", "number"), name="intelligence_version_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True), models.Q(("innocent", ""), _negated=True)
                                ),
                                name="intelligence_version_weighs_the_innocent",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="intelligence.version",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(choices=[("fact", "Fact"), ("judgement", "Judgement")], max_length=9),
                        ),
                        ("text", models.CharField(max_length=1000)),
                        ("likelihood", models.CharField(blank=True, max_length=16)),
                        ("confidence", models.CharField(blank=True, max_length=16)),
                        ("items", models.ManyToManyField(related_name="statements", to="intelligence.item")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "number"), name="intelligence_statement_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confidence", ""), ("kind", "fact"), ("likelihood", "")),
                                    models.Q(
                                        ("kind", "judgement"),
                                        models.Q(("likelihood", ""), _negated=True),
                                        models.Q(("confidence", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intelligence_statement_judgement_has_both_words",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Handing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handings",
                                to="intelligence.note",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handing",
                                to="intelligence.version",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="intelligence.note",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.version"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("act", "The governor acts on it"),
                                    ("ask_for_more", "The governor asks for more"),
                                    ("no_action", "The governor decided on no action"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Requirement",
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
                        ("question", models.CharField(max_length=200)),
                        ("why", models.CharField(max_length=300)),
                        ("due_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_requirement_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("question", ""), _negated=True), models.Q(("why", ""), _negated=True)
                                ),
                                name="intelligence_requirement_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("due_on"))),
                                name="intelligence_requirement_ends_later",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="RequirementPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="intelligence.requirement",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="register.place"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("requirement", "place"), name="intelligence_post_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ShiftAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="intelligence.requirement",
                            ),
                        ),
                        (
                            "reply",
                            models.CharField(
                                choices=[
                                    ("seen", "Seen: write a report"),
                                    ("looked", "Looked, nothing"),
                                    ("absent", "Was not there"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("requirement", "by", "day"), name="intelligence_answer_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reply__in", ["seen", "looked", "absent"])),
                                name="intelligence_answer_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Tasking",
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
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taskings",
                                to="intelligence.requirement",
                            ),
                        ),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("post", "A post in this prison"),
                                    ("unit", "A unit: search team, visits, post room"),
                                    ("partner", "A partner outside"),
                                    ("source", "A source, through its custodian"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="register.place",
                            ),
                        ),
                        ("office", models.CharField(blank=True, max_length=80)),
                        ("source", models.CharField(blank=True, max_length=9)),
                        ("aim", models.CharField(max_length=300)),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("look", "Look and listen on duty"),
                                    ("talk", "Talk as one always talks"),
                                    ("check", "Look up what is kept there anyway"),
                                    ("search", "An ordinary search, on a ground of its own"),
                                    ("hear", "Tell what is heard anyway, and do nothing for it"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("limits", models.CharField(max_length=300)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="intelligence_tasking_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("office", ""), ("place__isnull", False), ("source", ""), ("whom", "post")
                                    ),
                                    models.Q(
                                        ("place__isnull", True),
                                        ("source", ""),
                                        ("whom__in", ["unit", "partner"]),
                                        models.Q(("office", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("office", ""),
                                        ("place__isnull", True),
                                        ("whom", "source"),
                                        models.Q(("source", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intelligence_tasking_of_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method__in", ["look", "talk", "check", "search", "hear"])),
                                name="intelligence_tasking_method_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("aim", ""), _negated=True), models.Q(("limits", ""), _negated=True)
                                ),
                                name="intelligence_tasking_has_limits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="intelligence_tasking_ends_later",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Brought",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brought",
                                to="intelligence.requirement",
                            ),
                        ),
                        (
                            "tasking",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brought",
                                to="intelligence.tasking",
                            ),
                        ),
                        ("report", models.CharField(max_length=9)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["report"], name="intelligence_brought_report")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("requirement", "report"),
                                name="intelligence_brought_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("report", ""), _negated=True),
                                name="intelligence_brought_by_a_report",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="TaskingEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tasking",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ending",
                                to="intelligence.tasking",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("done", "Done"), ("cancelled", "Cancelled")], max_length=9),
                        ),
                        ("words", models.CharField(max_length=300)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["done", "cancelled"]), models.Q(("words", ""), _negated=True)
                                ),
                                name="intelligence_tasking_ends_in_words",
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
