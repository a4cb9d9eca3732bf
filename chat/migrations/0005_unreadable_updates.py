from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0004_buttons_keep_their_question"),
    ]

    operations = [
        migrations.AddField(
            model_name="telegramupdate",
            name="raw",
            field=models.TextField(blank=True),
        ),
    ]
