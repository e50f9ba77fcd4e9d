"""Grades as rows of their own, themes, groups, events, ties, and judgements that two reports tell one thing."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_jobs"),
        ("intelligence", "0002_guards"),
        ("register", "0004_associations"),
        ("reporting", "0004_triage_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
                    ),
                ),
                ("held_since", models.DateField()),
                ("purpose", models.CharField(max_length=40)),
                ("legal_basis", models.CharField(max_length=80)),
                ("review_on", models.DateField()),
                ("max_until", models.DateField()),
                ("restricted", models.BooleanField(default=False)),
                ("disputed", models.BooleanField(default=False)),
                ("label", models.CharField(max_length=60)),
                ("on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("at", models.DateTimeField()),
            ],
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
                    ),
                ),
                ("held_since", models.DateField()),
                ("purpose", models.CharField(max_length=40)),
                ("legal_basis", models.CharField(max_length=80)),
                ("review_on", models.DateField()),
                ("max_until", models.DateField()),
                ("restricted", models.BooleanField(default=False)),
                ("disputed", models.BooleanField(default=False)),
                ("label", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ItemTheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme", models.CharField(max_length=40)),
            ],
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Permission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("at", models.DateTimeField()),
            ],
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Retelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
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
                    "later_kind",
                    models.CharField(
                        choices=[("seen", "Seen or heard by the officer"), ("told", "Told to the officer")],
                        max_length=4,
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
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ref",
                    models.CharField(
                        default=rapport.ledger.references.new_reference, editable=False, max_length=9, unique=True
                    ),
                ),
                ("held_since", models.DateField()),
                ("purpose", models.CharField(max_length=40)),
                ("legal_basis", models.CharField(max_length=80)),
                ("review_on", models.DateField()),
                ("max_until", models.DateField()),
                ("restricted", models.BooleanField(default=False)),
                ("disputed", models.BooleanField(default=False)),
                ("passage", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("unfiltered", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="event",
            name="establishment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
            ),
        ),
        migrations.AddField(
            model_name="grade",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="grade",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grades", to="intelligence.item"
            ),
        ),
        migrations.AddField(
            model_name="grade",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="intelligence.grade",
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="group",
            name="establishment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
            ),
        ),
        migrations.AddField(
            model_name="itemtheme",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="intelligence.item"
            ),
        ),
        migrations.AddField(
            model_name="permission",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="permission",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="permissions", to="intelligence.item"
            ),
        ),
        migrations.AddField(
            model_name="retelling",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="retelling",
            name="earlier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
            ),
        ),
        migrations.AddField(
            model_name="retelling",
            name="ended_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
            ),
        ),
        migrations.AddField(
            model_name="retelling",
            name="later",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"),
        ),
        migrations.AddField(
            model_name="tie",
            name="ended_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties",
                to="intelligence.event",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ties",
                to="intelligence.group",
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ties", to="intelligence.item"
            ),
        ),
        migrations.AddField(
            model_name="tie",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.place",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__lte", models.F("max_until"))),
                name="intelligence_event_reviewed_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("label", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                name="intelligence_event_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("establishment", "label", "on"), name="intelligence_event_label_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme__contains", "@")), name="intelligence_grade_names_its_scheme"
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", ""), _negated=True), models.Q(("information", ""), _negated=True)
                ),
                name="intelligence_grade_on_each_axis",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_reason", ""), _negated=True), models.Q(("information_reason", ""), _negated=True)
                ),
                name="intelligence_grade_with_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["here", "service", "partners"])),
                name="intelligence_grade_reach_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)), fields=("item",), name="intelligence_grade_first_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces__isnull", True), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="intelligence_grade_changed_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__lte", models.F("max_until"))),
                name="intelligence_group_reviewed_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("label", ""), _negated=True), models.Q(("reason", ""), _negated=True)),
                name="intelligence_group_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(fields=("establishment", "label"), name="intelligence_group_label_once"),
        ),
        migrations.AddIndex(
            model_name="itemtheme",
            index=models.Index(fields=["theme", "item"], name="intelligence_theme_items"),
        ),
        migrations.AddConstraint(
            model_name="itemtheme",
            constraint=models.UniqueConstraint(fields=("item", "theme"), name="intelligence_theme_once"),
        ),
        migrations.AddConstraint(
            model_name="itemtheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("theme__contains", "@")), name="intelligence_theme_names_its_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="permission",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["service", "partners"])), name="intelligence_permission_goes_further"
            ),
        ),
        migrations.AddConstraint(
            model_name="permission",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="intelligence_permission_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="permission",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("at"))), name="intelligence_permission_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__lte", models.F("max_until"))),
                name="intelligence_retelling_reviewed_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("later", models.F("earlier")), _negated=True),
                name="intelligence_retelling_of_another_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="intelligence_retelling_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("later_kind__in", ["seen", "told"]), ("earlier_kind__in", ["seen", "told"])),
                name="intelligence_retelling_kinds_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("later", "later_kind"),
                name="intelligence_retelling_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="retelling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_because", ""), ("ended_by__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("ended_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="intelligence_retelling_ends_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__lte", models.F("max_until"))), name="intelligence_tie_reviewed_in_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("group__isnull", True), ("place__isnull", False)),
                    models.Q(("event__isnull", True), ("group__isnull", False), ("place__isnull", True)),
                    models.Q(("event__isnull", False), ("group__isnull", True), ("place__isnull", True)),
                    _connector="OR",
                ),
                name="intelligence_tie_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="intelligence_tie_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("item", "place"),
                name="intelligence_tie_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("item", "group"),
                name="intelligence_tie_group_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("item", "event"),
                name="intelligence_tie_event_once",
            ),
        ),
    ]
