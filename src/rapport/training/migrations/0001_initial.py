"""Exercises in the simulated prison, and the log of their acts."""

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
                    name="Exercise",
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
                        ("label", models.CharField(max_length=8)),
                        (
                            "service",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.prisonservice"
                            ),
                        ),
                        (
                            "establishment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.establishment"
                            ),
                        ),
                        ("form", models.CharField(default="walk", max_length=8)),
                        ("language", models.CharField(max_length=8)),
                        (
                            "pace",
                            models.CharField(
                                choices=[("timed", "Timed"), ("untimed", "Untimed")], default="timed", max_length=8
                            ),
                        ),
                        ("scenario", models.CharField(max_length=80)),
                        ("scenario_hash", models.CharField(max_length=64)),
                        ("engine", models.CharField(max_length=40)),
                        ("seed", models.BigIntegerField()),
                        ("nonce", models.BinaryField(max_length=32)),
                        ("commitment", models.CharField(max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("form__in", ["walk"])), name="training_exercise_form_is_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pace__in", ["timed", "untimed"])),
                                name="training_exercise_pace_is_known",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Seat",
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
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="training.exercise",
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
                        ("officer", models.PositiveSmallIntegerField()),
                        (
                            "code",
                            models.CharField(
                                default=rapport.ledger.references.new_reference,
                                editable=False,
                                max_length=9,
                                unique=True,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exercise", "officer"), name="training_seat_plays_one_officer"
                            ),
                            models.UniqueConstraint(fields=("exercise", "staff"), name="training_seat_once_a_person"),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Colleague",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="colleagues",
                                to="training.exercise",
                            ),
                        ),
                        (
                            "posting",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.posting"
                            ),
                        ),
                        ("officer", models.PositiveSmallIntegerField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exercise", "officer"), name="training_colleague_plays_one_officer"
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Inhabitant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inhabitants",
                                to="training.exercise",
                            ),
                        ),
                        ("person", models.IntegerField()),
                        ("person_ref", models.CharField(max_length=9)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("exercise", "person"), name="training_inhabitant_once"),
                            models.UniqueConstraint(
                                fields=("exercise", "person_ref"), name="training_inhabitant_has_one_record"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ExerciseAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="training.exercise"
                            ),
                        ),
                        ("n", models.PositiveIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "seat",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acts",
                                to="training.seat",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("started", "Started"),
                                    ("lesson", "Lesson"),
                                    ("begun", "Begun"),
                                    ("post_taken", "Post Taken"),
                                    ("slot_chosen", "Slot Chosen"),
                                    ("noted", "Noted"),
                                    ("unnoted", "Unnoted"),
                                    ("talked", "Talked"),
                                    ("slot_closed", "Slot Closed"),
                                    ("report_started", "Report Started"),
                                    ("report_filed", "Report Filed"),
                                    ("card", "Card"),
                                    ("day_ended", "Day Ended"),
                                    ("measure", "Measure"),
                                    ("morning", "Morning"),
                                    ("look_drawn", "Look Drawn"),
                                    ("looked", "Looked"),
                                    ("closed", "Closed"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("payload", models.JSONField(default=dict)),
                        ("world", models.JSONField(null=True)),
                        ("clock", models.PositiveSmallIntegerField(null=True)),
                        ("once", models.CharField(max_length=40, null=True)),
                    ],
                    options={
                        "ordering": ["exercise", "n"],
                        "constraints": [
                            models.UniqueConstraint(fields=("exercise", "n"), name="training_act_has_its_place"),
                            models.UniqueConstraint(fields=("exercise", "once"), name="training_act_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "started",
                                            "lesson",
                                            "begun",
                                            "post_taken",
                                            "slot_chosen",
                                            "noted",
                                            "unnoted",
                                            "talked",
                                            "slot_closed",
                                            "report_started",
                                            "report_filed",
                                            "card",
                                            "day_ended",
                                            "measure",
                                            "morning",
                                            "look_drawn",
                                            "looked",
                                            "closed",
                                        ],
                                    )
                                ),
                                name="training_act_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("clock__isnull", True), ("world__isnull", True)),
                                    models.Q(("clock__isnull", False), ("world__isnull", False)),
                                    _connector="OR",
                                ),
                                name="training_act_of_the_world_has_its_moment",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="WorldState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exercise",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="state",
                                to="training.exercise",
                            ),
                        ),
                        ("clock", models.PositiveSmallIntegerField()),
                        ("snapshot", models.BinaryField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="training.seat"
                            ),
                        ),
                        ("n", models.PositiveSmallIntegerField()),
                        ("day", models.PositiveSmallIntegerField()),
                        ("slot", models.PositiveSmallIntegerField()),
                        ("anchor", models.BooleanField()),
                        ("post", models.CharField(blank=True, max_length=40)),
                        (
                            "approach",
                            models.CharField(
                                choices=[
                                    ("watch", "Watch"),
                                    ("with_people", "With People"),
                                    ("check", "Check"),
                                    ("write", "Write"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("ground", models.CharField(blank=True, max_length=200)),
                        ("sight", models.JSONField(default=dict)),
                        ("opened_at", models.DateTimeField()),
                        ("pinged_at", models.DateTimeField(null=True)),
                        ("spent", models.PositiveIntegerField(default=0)),
                        ("closed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["seat", "n"],
                        "constraints": [
                            models.UniqueConstraint(fields=("seat", "n"), name="training_slot_is_played_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("seat",),
                                name="training_one_open_slot",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n__lt", 20)), name="training_slot_within_the_walk"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("approach__in", ["watch", "with_people", "check", "write"])),
                                name="training_approach_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approach", "check"), _negated=True),
                                    models.Q(("ground", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="training_check_needs_a_ground",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Passage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="passages", to="training.slot"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("event", models.BigIntegerField()),
                        ("wording", models.JSONField()),
                        ("channel", models.CharField(max_length=8)),
                        ("people", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["slot", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("slot", "position"), name="training_passage_has_its_place"),
                            models.UniqueConstraint(fields=("slot", "event"), name="training_passage_shown_once"),
                            models.CheckConstraint(
                                condition=models.Q(("position__lt", 4)), name="training_four_passages_a_slot"
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Talk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slot",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="talk", to="training.slot"
                            ),
                        ),
                        ("person", models.IntegerField()),
                        ("event", models.BigIntegerField()),
                        ("wording", models.JSONField()),
                        ("at", models.DateTimeField()),
                    ],
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="NotebookLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="training.seat"
                            ),
                        ),
                        ("day", models.PositiveSmallIntegerField()),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "passage",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="line",
                                to="training.passage",
                            ),
                        ),
                        (
                            "talk",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="line",
                                to="training.talk",
                            ),
                        ),
                        ("noted_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["seat", "day", "noted_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("seat", "day", "order"), name="training_line_has_its_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("order__gte", 1), ("order__lte", 8)),
                                name="training_eight_lines_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("passage__isnull", True), ("talk__isnull", False)),
                                    models.Q(("passage__isnull", False), ("talk__isnull", True)),
                                    _connector="OR",
                                ),
                                name="training_line_is_seen_or_told",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="FieldReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="training.seat"
                            ),
                        ),
                        ("report_ref", models.CharField(max_length=9, unique=True)),
                        ("day", models.PositiveSmallIntegerField()),
                        ("after", models.PositiveSmallIntegerField()),
                        ("pays", models.PositiveSmallIntegerField(null=True)),
                        ("counts", models.BooleanField()),
                        ("begun_at", models.DateTimeField()),
                        ("filed_at", models.DateTimeField(null=True)),
                        ("card", models.PositiveSmallIntegerField(null=True)),
                        ("carded_at", models.DateTimeField(null=True)),
                        ("lines", models.ManyToManyField(related_name="reports", to="training.notebookline")),
                    ],
                    options={
                        "ordering": ["seat", "begun_at", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("seat", "pays"), name="training_slot_pays_for_one_report"),
                            models.UniqueConstraint(
                                condition=models.Q(("counts", True), ("pays__isnull", True)),
                                fields=("seat", "day"),
                                name="training_one_free_report_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("card__isnull", True), ("card__lte", 100), _connector="OR"),
                                name="training_card_in_per_cent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("card__isnull", True),
                                    models.Q(("carded_at__isnull", False), ("filed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="training_card_after_filing",
                            ),
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="ColleagueReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exercise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="colleague_reports",
                                to="training.exercise",
                            ),
                        ),
                        ("officer", models.PositiveSmallIntegerField()),
                        ("event", models.BigIntegerField()),
                        ("day", models.PositiveSmallIntegerField()),
                        ("report_ref", models.CharField(max_length=9, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("exercise", "officer", "event"), name="training_colleague_reports_once"
                            )
                        ],
                    },
                    managers=[
                        ("unfiltered", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="LastLookAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="training.seat"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "passage",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="look", to="training.passage"
                            ),
                        ),
                        ("percent", models.PositiveSmallIntegerField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["seat", "order"],
                        "constraints": [
                            models.UniqueConstraint(fields=("seat", "order"), name="training_look_has_its_place"),
                            models.CheckConstraint(
                                condition=models.Q(("percent__isnull", True), ("percent__lte", 100), _connector="OR"),
                                name="training_look_in_per_cent",
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
