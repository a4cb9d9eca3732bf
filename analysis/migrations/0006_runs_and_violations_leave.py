"""Runs and violations have become rows of the chat; their tables stay."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0005_group_owners"),
        ("chat", "0007_runs_and_violations"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Violation"),
                migrations.DeleteModel(name="Run"),
            ]
        )
    ]
