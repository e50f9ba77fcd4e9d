"""Reports and what became of them: triage, roads out of the prison, slips, alarms, notices, files, enclosures."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Draft",
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
                            "author",
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
                            "about",
                            models.CharField(
                                blank=True,
                                choices=[("worry", "Something worries me"), ("good", "Good news")],
                                max_length=8,
                            ),
                        ),
                        ("seen", models.TextField(blank=True)),
                        ("told", models.TextField(blank=True)),
                        ("view", models.TextField(blank=True)),
                        ("unsure", models.CharField(blank=True, max_length=400)),
                        (
                            "road",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "The intelligence desk"),
                                    ("integrity", "A colleague did wrong: to the integrity officer"),
                                    ("complaints", "Somebody was ill-treated: to the complaints body"),
                                    ("welfare", "Somebody needs help: to the governor"),
                                    ("urgent", "Urgent, and not for intelligence: to whoever is on duty"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "protected_role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Nobody of these"),
                                    ("lawyer", "A lawyer"),
                                    ("chaplain", "A chaplain or imam"),
                                    ("clinician", "A doctor, nurse or psychologist"),
                                    ("inspector", "An inspector or monitor"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("necessity_asked", models.BooleanField(default=False)),
                        ("happened_at", models.DateTimeField(blank=True, null=True)),
                        ("started_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("window", models.CharField(blank=True, max_length=9)),
                        (
                            "behalf_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.posting",
                            ),
                        ),
                        (
                            "colleague",
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
                                name="reporting_draft_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about__in", ["", "worry", "good"])),
                                name="reporting_draft_about_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="DraftPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="named", to="reporting.draft"
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
                            models.UniqueConstraint(fields=("draft", "person"), name="reporting_draft_names_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="DraftSide",
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
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="sides", to="reporting.draft"
                            ),
                        ),
                        ("window", models.CharField(max_length=9)),
                        ("saved_at", models.DateTimeField()),
                        ("seen", models.TextField(blank=True)),
                        ("told", models.TextField(blank=True)),
                        ("view", models.TextField(blank=True)),
                        ("unsure", models.CharField(blank=True, max_length=400)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("draft", "window"), name="reporting_side_once_per_window")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Report",
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
                            "author",
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
                            "about",
                            models.CharField(
                                blank=True,
                                choices=[("worry", "Something worries me"), ("good", "Good news")],
                                max_length=8,
                            ),
                        ),
                        ("seen", models.TextField(blank=True)),
                        ("told", models.TextField(blank=True)),
                        ("view", models.TextField(blank=True)),
                        ("unsure", models.CharField(blank=True, max_length=400)),
                        (
                            "road",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "The intelligence desk"),
                                    ("integrity", "A colleague did wrong: to the integrity officer"),
                                    ("complaints", "Somebody was ill-treated: to the complaints body"),
                                    ("welfare", "Somebody needs help: to the governor"),
                                    ("urgent", "Urgent, and not for intelligence: to whoever is on duty"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "protected_role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Nobody of these"),
                                    ("lawyer", "A lawyer"),
                                    ("chaplain", "A chaplain or imam"),
                                    ("clinician", "A doctor, nurse or psychologist"),
                                    ("inspector", "An inspector or monitor"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("necessity_asked", models.BooleanField(default=False)),
                        ("happened_at", models.DateTimeField()),
                        ("filed_at", models.DateTimeField()),
                        ("told_origin", models.CharField(blank=True, max_length=9)),
                        (
                            "keyed_by",
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
                        "indexes": [
                            models.Index(fields=["establishment", "filed_at"], name="reporting_report_queue"),
                            models.Index(fields=["author", "filed_at"], name="reporting_report_own"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="reporting_report_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about__in", ["worry", "good"])),
                                name="reporting_report_about_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seen", ""), ("told", ""), ("view", ""), _negated=True),
                                name="reporting_report_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told", ""), ("told_origin", "")),
                                    models.Q(
                                        models.Q(("told", ""), _negated=True),
                                        models.Q(("told_origin", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reporting_report_told_has_an_origin",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("seen"), 4000
                                ),
                                name="reporting_report_seen_not_too_long",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("told"), 4000
                                ),
                                name="reporting_report_told_not_too_long",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.LessThanOrEqual(
                                    django.db.models.functions.text.Length("view"), 4000
                                ),
                                name="reporting_report_view_not_too_long",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="named", to="reporting.report"
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
                            models.UniqueConstraint(fields=("report", "person"), name="reporting_report_names_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportSubject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "staff"), name="reporting_report_subject_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="RoadEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="road_events",
                                to="reporting.report",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("received", "Received"), ("answered", "Answered")], max_length=10
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=400)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "received")),
                                fields=("report",),
                                name="reporting_road_received_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["received", "answered"])),
                                name="reporting_road_event_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="SlipConfirmed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmed",
                                to="reporting.report",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("theirs", models.BooleanField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Waiting",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reporting.report",
                            ),
                        ),
                        (
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        ("filed_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "waiting",
                        "indexes": [
                            models.Index(fields=["establishment", "filed_at", "report"], name="reporting_waiting_queue")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="reporting.report",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("filed", "Filed"),
                                    ("taken", "Being read at the intelligence desk"),
                                    ("handed", "Another officer of the desk reads it now"),
                                    ("let_go", "Back in the queue of the desk"),
                                    ("returned", "The desk asks for more"),
                                    ("added", "You added to it"),
                                    ("evaluated", "Graded, and compared with other reports"),
                                    ("closed", "Closed"),
                                    ("duplicate", "The desk had it already: kept beside what it has"),
                                    ("elsewhere", "Not for intelligence: passed to those it is for"),
                                    ("prosecutor", "Passed on for the prosecutor, and kept unchanged as evidence"),
                                    (
                                        "outside",
                                        "Passed to the body outside the prison that takes complaints of ill-treatment",
                                    ),
                                    ("integrity", "Passed to the integrity officer, outside the prison"),
                                    ("feedback", "The desk says"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("phrase", models.CharField(blank=True, max_length=40)),
                        ("question", models.CharField(blank=True, max_length=400)),
                        (
                            "to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.staff",
                            ),
                        ),
                        (
                            "same_as",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.report",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "filed",
                                            "taken",
                                            "handed",
                                            "let_go",
                                            "returned",
                                            "added",
                                            "evaluated",
                                            "closed",
                                            "duplicate",
                                            "elsewhere",
                                            "prosecutor",
                                            "outside",
                                            "integrity",
                                            "feedback",
                                        ],
                                    )
                                ),
                                name="reporting_event_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "feedback"), models.Q(("phrase", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "feedback"), _negated=True), ("phrase", "")),
                                    _connector="OR",
                                ),
                                name="reporting_event_feedback_has_a_phrase",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "handed"), ("to__isnull", False)),
                                    models.Q(models.Q(("kind", "handed"), _negated=True), ("to__isnull", True)),
                                    _connector="OR",
                                ),
                                name="reporting_event_handed_to_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "duplicate"), ("same_as__isnull", False)),
                                    models.Q(models.Q(("kind", "duplicate"), _negated=True), ("same_as__isnull", True)),
                                    _connector="OR",
                                ),
                                name="reporting_event_duplicate_of_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("same_as__isnull", True),
                                    models.Q(("same_as", models.F("report")), _negated=True),
                                    _connector="OR",
                                ),
                                name="reporting_event_not_its_own_duplicate",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Enclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        ("compartment", models.CharField(max_length=9)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "compartment"), name="reporting_enclosure_once"),
                            models.CheckConstraint(
                                condition=models.Q(("compartment", ""), _negated=True),
                                name="reporting_enclosure_in_something",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AuthorRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "upto",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.reportevent",
                            ),
                        ),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Addendum",
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
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addenda",
                                to="reporting.report",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("added_at", models.DateTimeField()),
                        ("text", models.TextField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="reporting_addendum_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    django.db.models.lookups.LessThanOrEqual(
                                        django.db.models.functions.text.Length("text"), 4000
                                    ),
                                ),
                                name="reporting_addendum_says_something",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="DutyTurn",
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
                        (
                            "posting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.posting"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("phone", models.CharField(max_length=30)),
                        ("starts", models.DateTimeField()),
                        ("ends", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gt", models.F("starts")), _connector="OR"
                                ),
                                name="reporting_turn_ends_after_start",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Alarm",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="alarm", to="reporting.report"
                            ),
                        ),
                        (
                            "danger",
                            models.CharField(
                                choices=[
                                    ("life", "Somebody may lose their life"),
                                    ("attack", "An attack"),
                                    ("hostage", "Somebody is held hostage"),
                                    ("escape", "An escape"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="reporting_alarm_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("danger__in", ["life", "attack", "hostage", "escape"])),
                                name="reporting_danger_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AlarmCall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="reporting.alarm"
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField()),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("role", models.CharField(max_length=16)),
                        ("phone", models.CharField(blank=True, max_length=30)),
                        ("due_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("alarm", "staff"), name="reporting_called_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AlarmEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reporting.alarm"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("called", "Called"), ("answered", "Answered")], max_length=8),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=0)),
                        ("at", models.DateTimeField()),
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["called", "answered"])),
                                name="reporting_alarm_event_is_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "answered")),
                                fields=("alarm",),
                                name="reporting_alarm_answered_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "called")),
                                fields=("alarm", "step"),
                                name="reporting_step_called_once",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="NoticeRecipient",
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
                        ("name", models.CharField(max_length=80)),
                        ("phone", models.CharField(max_length=30)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("establishment", "name"), name="reporting_recipient_once")
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="UrgentNotice",
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
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="reporting.alarm",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reporting.noticerecipient",
                            ),
                        ),
                        (
                            "danger",
                            models.CharField(
                                choices=[
                                    ("life", "Somebody may lose their life"),
                                    ("attack", "An attack"),
                                    ("hostage", "Somebody is held hostage"),
                                    ("escape", "An escape"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("where", models.CharField(max_length=80)),
                        ("protection", models.CharField(max_length=300)),
                        ("sent_at", models.DateTimeField()),
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
                                name="reporting_urgentnotice_reviewed_in_time",
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="NoticeReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "notice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="reporting.urgentnotice",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.staff"
                            ),
                        ),
                        ("fitting", models.BooleanField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Attachment",
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
                            "draft",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="reporting.draft",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="reporting.report",
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("kind", models.CharField(max_length=4)),
                        ("size", models.PositiveIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        ("stored", models.CharField(max_length=40, unique=True)),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="reporting_attachment_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["jpeg", "png", "pdf"])),
                                name="reporting_attachment_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("draft__isnull", False), ("report__isnull", False), _connector="XOR"
                                ),
                                name="reporting_attachment_of_one",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Passing",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.report"
                            ),
                        ),
                        (
                            "road",
                            models.CharField(
                                choices=[
                                    ("welfare", "Welfare: somebody needs care, a talk, a visit"),
                                    ("maintenance", "Maintenance: something is broken or missing"),
                                    ("prosecutor", "A crime: to the prosecutor, the evidence preserved"),
                                    ("outside", "Force, threat or punishment: to the body outside the prison"),
                                    ("integrity", "It is about staff: to the integrity officer, outside the prison"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("words", models.CharField(max_length=1000)),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
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
                                name="reporting_passing_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("road__in", ["welfare", "maintenance", "prosecutor", "outside", "integrity"])
                                ),
                                name="reporting_passing_road_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True),
                                name="reporting_passing_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gte", models.F("at"))),
                                name="reporting_passing_due_after_it_was_passed",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="PassingAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passing",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="reporting.passing",
                            ),
                        ),
                        ("words", models.CharField(max_length=400)),
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
                                condition=models.Q(("words", ""), _negated=True),
                                name="reporting_passing_answered_in_words",
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
