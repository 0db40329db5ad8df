from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = ("scheduler", "front of house", "guest office")
VERBS = ("view", "add", "change")


def give_rights(apps, schema_editor):
    """Whoever runs the house gives out its private calendars; a guest's only with the right to see guests."""
    using = schema_editor.connection.alias
    app = apps.get_app_config("screenings")
    app.models_module = True
    create_permissions(app, apps=apps, using=using, verbosity=0)
    app.models_module = None
    known = {
        each.codename: each
        for each in apps.get_model("auth", "Permission").objects.using(using).filter(
            content_type__app_label="screenings", content_type__model="privateaddress"
        )
    }
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.add(*(known[f"{verb}_privateaddress"] for verb in VERBS))


class Migration(migrations.Migration):

    dependencies = [("screenings", "0016_private_calendars")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
