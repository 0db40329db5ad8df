from django.db import migrations

import screenings.models.festivals
import screenings.models.fields

SITES = {
    "check_item": screenings.models.festivals.check_site,
    "help_text": "Such as https://cinema.example, one on each line. Nobody else can show it in a frame.",
    "verbose_name": "sites that may embed the listing",
}


class Migration(migrations.Migration):
    dependencies = (("screenings", "0038_interface_language"),)
    operations = tuple(
        migrations.AddField(model_name=name, name="embedded_by", field=screenings.models.fields.ListField(**SITES))
        for name in ("festival", "historicalfestival")
    )
