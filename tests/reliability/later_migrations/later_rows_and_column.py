"""Every film is written, and in the same transaction its table gets a wider column: SQLite makes the table anew."""

from typing import Any

from django.db import migrations, models

from tests.reliability.later_migrations import NEWEST


def write_rows(apps: Any, _editor: Any) -> None:
    apps.get_model("screenings", "Film").objects.update(rating="Everybody")


class Migration(migrations.Migration):
    dependencies = (("screenings", NEWEST),)
    operations = (
        migrations.RunPython(write_rows, migrations.RunPython.noop),
        migrations.AlterField("film", "rating", models.CharField(max_length=200, blank=True)),
    )
