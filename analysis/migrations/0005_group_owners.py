from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0004_exports_and_combined"),
    ]

    operations = [
        migrations.AddField(
            model_name="owner",
            name="is_group",
            field=models.BooleanField(default=False),
        ),
    ]
