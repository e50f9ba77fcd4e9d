"""The ledger: its entries and their tree, checkpoints, witnesses and their keys, erasures, which instance this is."""

import django.db.models.deletion
from django.db import migrations, models

import rapport.ledger.references
from rapport.ledger.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Instance",
                    fields=[
                        (
                            "mode",
                            models.CharField(
                                choices=[("training", "Training"), ("rehearsal", "Rehearsal"), ("live", "Live")],
                                max_length=9,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("stamp", models.CharField(max_length=32, unique=True)),
                        ("only", models.BooleanField(default=True, editable=False, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("only", True)), name="instance_has_one_row"),
                            models.CheckConstraint(
                                condition=models.Q(("mode__in", ["training", "rehearsal", "live"])),
                                name="instance_mode_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "operation",
                            models.CharField(
                                choices=[
                                    ("collection", "collection"),
                                    ("alteration", "alteration"),
                                    ("consultation", "consultation"),
                                    ("disclosure", "disclosure"),
                                    ("combination", "combination"),
                                    ("erasure", "erasure"),
                                    ("sign_in", "sign_in"),
                                    ("refusal", "refusal"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("staff", models.CharField(blank=True, max_length=16)),
                        ("role", models.CharField(blank=True, max_length=16)),
                        ("service", models.CharField(blank=True, max_length=16)),
                        ("purpose", models.CharField(blank=True, max_length=40)),
                        ("records", models.JSONField(default=list)),
                        ("reason", models.CharField(blank=True, max_length=200)),
                        ("to", models.CharField(blank=True, max_length=80)),
                        ("mac", models.CharField(max_length=64)),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "indexes": [models.Index(fields=["staff", "at"], name="ledger_entr_staff_4f8ee4_idx")],
                    },
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="leaf", to="ledger.entry"
                            ),
                        ),
                        ("hash", models.BinaryField(max_length=32)),
                    ],
                    options={
                        "verbose_name_plural": "leaves",
                    },
                ),
                migrations.CreateModel(
                    name="CheckpointNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("size", models.PositiveBigIntegerField(unique=True)),
                        ("note", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Cosignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "checkpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cosignatures",
                                to="ledger.checkpointnote",
                            ),
                        ),
                        ("witness", models.CharField(max_length=200)),
                        ("line", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="WitnessKey",
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
                        ("verifier", models.CharField(max_length=180, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="WitnessPin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.witnesskey"
                            ),
                        ),
                        ("request", models.CharField(max_length=9)),
                        ("at", models.DateTimeField()),
                        ("mac", models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Tombstone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ref", models.CharField(max_length=9)),
                        ("record_class", models.CharField(max_length=60)),
                        ("service", models.CharField(max_length=16)),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("why", models.CharField(max_length=12)),
                        ("readers", models.JSONField(default=list)),
                        ("unseen", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("record_class", "ref"), name="ledger_tombstone_once"),
                            models.CheckConstraint(
                                condition=models.Q(("why__in", ["review", "time", "early", "with"])),
                                name="ledger_tombstone_why_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tombstone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="ledger.tombstone"
                            ),
                        ),
                        ("table_name", models.CharField(max_length=63)),
                        ("key", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("table_name", "key"), name="ledger_erasedrow_once")
                        ],
                    },
                ),
            ]
        )
    ]
