"""The language of a guest's itinerary and private calendar."""

from django.db import migrations, models

import screenings.models.festivals


class Migration(migrations.Migration):
    dependencies = [("screenings", "0042_published_genres")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="language",
            field=models.CharField(
                blank=True,
                choices=screenings.models.festivals.language_choices,
                help_text="Of their itinerary and their private calendar. Empty: the festival's.",
                max_length=16,
            ),
        )
        for name in ("guest", "historicalguest")
    ]
