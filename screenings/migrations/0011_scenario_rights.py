from django.contrib.auth.management import create_permissions
from django.db import migrations

READERS = ("programmer", "front of house", "guest office")
ALL = ("view", "add", "change", "delete")


def give_rights(apps, schema_editor):
    """Whoever schedules tries timetables; whoever has another role may look at them."""
    using = schema_editor.connection.alias
    app = apps.get_app_config("screenings")
    app.models_module = True
    create_permissions(app, apps=apps, using=using, verbosity=0)
    app.models_module = None
    known = {
        each.codename: each
        for each in apps.get_model("auth", "Permission").objects.using(using).filter(
            content_type__app_label="screenings", content_type__model="scenario"
        )
    }
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=("scheduler", *READERS)):
        verbs = ALL if group.name == "scheduler" else ("view",)
        group.permissions.add(*(known[f"{verb}_scenario"] for verb in verbs))


class Migration(migrations.Migration):

    dependencies = [("screenings", "0010_scenarios")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
