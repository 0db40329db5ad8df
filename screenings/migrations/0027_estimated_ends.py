from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import screenings.models.fields
from screenings.models import hall_guard


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has rebuilt the table, without its triggers."""
    hall_guard.install(editor)


class Migration(migrations.Migration):
    dependencies = [("screenings", "0026_guests_by_person")]

    operations = [
        migrations.AddField(
            model_name="publishedscreening",
            name="end_is_estimated",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="publishedscreening",
            name="format",
            field=screenings.models.fields.LineField(blank=True, max_length=80),
        ),
        migrations.RunPython(install, install),
    ]
