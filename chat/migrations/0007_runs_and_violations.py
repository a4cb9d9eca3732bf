"""Runs and violations are rows of the chat, whose people asked for the work.

Their tables stay as they are, under the names that they have always had; only what
Django keeps about them moves: the state, and the content types, to which permissions and
the log of the administrators belong.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

MOVED = ("run", "violation")


def move_content_types(apps, schema_editor, old="analysis", new="chat"):
    types = apps.get_model("contenttypes", "ContentType").objects
    types = types.using(schema_editor.connection.alias)
    for model in MOVED:
        if not types.filter(app_label=new, model=model).exists():
            types.filter(app_label=old, model=model).update(app_label=new)


def move_content_types_back(apps, schema_editor):
    move_content_types(apps, schema_editor, old="chat", new="analysis")


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0005_group_owners"),
        ("chat", "0006_report_joined_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("import", "Import"),
                                    ("analysis", "Analysis"),
                                    ("script", "Script"),
                                    ("plan", "Training plan"),
                                    ("training", "Training"),
                                    ("prediction", "Prediction"),
                                    ("export", "Export"),
                                    ("combine", "Combination of datasets"),
                                ],
                                default="analysis",
                                max_length=10,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Queued"),
                                    ("running", "Running"),
                                    ("succeeded", "Succeeded"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=10,
                            ),
                        ),
                        ("question", models.TextField(blank=True)),
                        ("task_json", models.JSONField(blank=True, null=True)),
                        ("details", models.JSONField(blank=True, default=dict)),
                        ("template", models.CharField(blank=True, max_length=60)),
                        ("script", models.TextField(blank=True)),
                        ("script_sha256", models.CharField(blank=True, max_length=64)),
                        ("data_sha256", models.CharField(blank=True, max_length=64)),
                        ("versions", models.JSONField(blank=True, default=dict)),
                        ("result", models.JSONField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("worker", models.CharField(blank=True, max_length=120)),
                        ("cancel_requested", models.BooleanField(default=False)),
                        (
                            "created",
                            models.DateTimeField(default=django.utils.timezone.now),
                        ),
                        (
                            "queued",
                            models.DateTimeField(default=django.utils.timezone.now),
                        ),
                        ("started", models.DateTimeField(blank=True, null=True)),
                        ("heartbeat", models.DateTimeField(blank=True, null=True)),
                        ("finished", models.DateTimeField(blank=True, null=True)),
                        ("seconds", models.FloatField(blank=True, null=True)),
                        ("peak_memory_mb", models.FloatField(blank=True, null=True)),
                        ("isolation", models.CharField(blank=True, max_length=80)),
                        (
                            "dataset",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="runs",
                                to="analysis.dataset",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="analysis.owner",
                            ),
                        ),
                        (
                            "rerun_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reruns",
                                to="chat.run",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "analysis_run",
                        "ordering": ["-created"],
                    },
                ),
                migrations.AlterField(
                    model_name="message",
                    name="run",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="message",
                        to="chat.run",
                    ),
                ),
                migrations.CreateModel(
                    name="Violation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("validator", "Refused by the validator"),
                                    ("system call", "Forbidden system call"),
                                    ("time", "Time limit"),
                                    ("memory", "Memory limit"),
                                    ("disk", "Disk limit"),
                                    ("template", "Refused template"),
                                    ("quota", "Quota"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("detail", models.TextField(blank=True)),
                        (
                            "created",
                            models.DateTimeField(default=django.utils.timezone.now),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="violations",
                                to="analysis.owner",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="violations",
                                to="chat.run",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "analysis_violation",
                        "ordering": ["-created"],
                    },
                ),
                migrations.AddIndex(
                    model_name="run",
                    index=models.Index(
                        fields=["status", "heartbeat"],
                        name="analysis_ru_status_0ae4a1_idx",
                    ),
                ),
                migrations.AddIndex(
                    model_name="violation",
                    index=models.Index(
                        fields=["owner", "-created"],
                        name="analysis_vi_owner_i_2c2368_idx",
                    ),
                ),
            ]
        ),
        migrations.RunPython(move_content_types, move_content_types_back),
    ]
