from django.db import migrations

import screenings.models.fields

HOLD = {
    "blank": True,
    "help_text": "While it gives a reason, screenings added later are on hold from the start. “Put on hold” in the list "
    "sets it, “Release from hold” ends it.",
    "max_length": 300,
    "verbose_name": "hold for new screenings",
}


class Migration(migrations.Migration):
    dependencies = (("screenings", "0034_words_of_forms"),)
    operations = tuple(
        migrations.AddField(model_name=name, name="line_up_hold", field=screenings.models.fields.LineField(**HOLD))
        for name in ("film", "historicalfilm", "section", "historicalsection")
    )
