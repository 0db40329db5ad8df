from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import screenings.models.fields
from screenings.models import hall_guard


def tell_guests_apart(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Which people the announced guests are: by the screening's own guests, else by a name that only one person has."""
    Row = apps.get_model("screenings", "PublishedScreening")
    Link = apps.get_model("screenings", "Screening").guests.through
    announced = list(Row.objects.filter(until__isnull=True).exclude(guests=""))
    if not announced:
        return
    invited = defaultdict(dict)
    links = Link.objects.values_list("screening__uid", "guest__person__name", "guest__person_id")
    for uid, name, person in links:
        invited[uid].setdefault(name, person)
    everybody = defaultdict(list)
    for name, person in apps.get_model("screenings", "Person").objects.values_list("name", "pk"):
        everybody[name].append(person)
    for row in announced:
        keys = [invited[row.uid].get(name) or _only(everybody[name]) for name in row.guests]
        row.guest_keys = tuple(str(key) for key in keys if key)
    Row.objects.bulk_update(announced, ["guest_keys"], batch_size=500)


def _only(people: list[int]) -> int | None:
    return people[0] if len(people) == 1 else None


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    hall_guard.install(editor)


class Migration(migrations.Migration):
    dependencies = [
        ("screenings", "0025_form_submissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedscreening",
            name="guest_keys",
            field=screenings.models.fields.ListField(blank=True, default=tuple),
        ),
        # SQLite has just built the table anew, without its triggers.
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(tell_guests_apart, migrations.RunPython.noop),
    ]
