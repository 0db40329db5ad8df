"""The language in which a festival speaks to its public, and that of each publication's feeds."""

from django.db import migrations, models

import screenings.models.festivals


class Migration(migrations.Migration):
    dependencies = [("screenings", "0037_plans")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="language",
                field=models.CharField(
                    choices=screenings.models.festivals.language_choices,
                    default="en",
                    help_text="Of the public pages at once, of calendars and feeds from the next publication on. Your own "
                    "texts stay as you wrote them.",
                    max_length=16,
                ),
            )
            for name in ("festival", "historicalfestival")
        ),
        migrations.AddField(
            model_name="publication", name="language", field=models.CharField(default="en", max_length=16)
        ),
    ]
