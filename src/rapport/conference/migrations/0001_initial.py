"""Decisions at the conference, the measures they order, and how those ended."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("intelligence", "0001_initial"),
        ("register", "0001_initial"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Decision",
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
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.note"
                            ),
                        ),
                        ("note_version", models.PositiveSmallIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("act", "Act"), ("ask_for_more", "Ask for more"), ("no_action", "No action")],
                                max_length=12,
                            ),
                        ),
                        ("grounds", models.CharField(max_length=1000)),
                        ("necessity", models.CharField(blank=True, max_length=1000)),
                        ("proportionality", models.CharField(blank=True, max_length=1000)),
                        ("alternatives", models.CharField(blank=True, max_length=1000)),
                        ("decided_on", models.DateField()),
                        ("review_due", models.DateField()),
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
                                name="conference_decision_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["act", "ask_for_more", "no_action"])),
                                name="conference_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grounds", ""), _negated=True),
                                name="conference_decision_has_grounds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "act"), _negated=True),
                                    models.Q(
                                        models.Q(("necessity", ""), _negated=True),
                                        models.Q(("proportionality", ""), _negated=True),
                                        models.Q(("alternatives", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="conference_act_is_weighed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review_due__gte", models.F("decided_on")),
                                    ("ends_on__gte", models.F("review_due")),
                                ),
                                name="conference_decision_reviewed_before_it_ends",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Measure",
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
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="conference.decision",
                            ),
                        ),
                        (
                            "about",
                            models.CharField(choices=[("person", "A person"), ("place", "The place")], max_length=6),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="register.person",
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
                        ("what", models.CharField(max_length=300)),
                        ("starts", models.DateField()),
                        ("ends", models.DateField()),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("review_on__lte", models.F("max_until"))),
                                name="conference_measure_reviewed_in_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", "person"), ("person__isnull", False), ("place__isnull", True)),
                                    models.Q(("about", "place"), ("person__isnull", True), ("place__isnull", False)),
                                    _connector="OR",
                                ),
                                name="conference_measure_is_about_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="conference_measure_ends_after_it_starts",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Ending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ending",
                                to="conference.decision",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("on", models.DateField()),
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
                                condition=models.Q(("reason", ""), _negated=True), name="conference_ending_has_a_reason"
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
