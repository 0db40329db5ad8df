from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from screenings.models import hall_guard


def note_shared_halls(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is public in a shared hall already may overlap there."""
    published = apps.get_model("screenings", "PublishedScreening").objects
    for hall in apps.get_model("screenings", "Hall").objects.filter(shared=True).select_related("venue"):
        in_hall = published.filter(festival_id=hall.venue.festival_id, hall_slug=f"{hall.venue.slug}.{hall.slug}")
        in_hall.update(hall_is_shared=True)


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    hall_guard.install(editor)


def remove(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    hall_guard.remove(editor)


class Migration(migrations.Migration):
    dependencies = [("screenings", "0003_groups")]

    operations = [
        migrations.AddField(
            model_name="publishedscreening",
            name="hall_is_shared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="publishedscreening",
            index=models.Index(fields=["festival", "hall_slug", "starts_at"], name="published_in_hall"),
        ),
        migrations.RunPython(note_shared_halls, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
