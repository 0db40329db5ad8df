from django.contrib.auth.management import create_permissions
from django.db import migrations

READERS = ("programmer", "front of house", "guest office")
ALL = ("view", "add", "change", "delete")
ROWS = ("termweight", "placementwish", "placementorder")


def give_rights(apps, schema_editor):
    """Whoever schedules says what proposals should be like; whoever has another role may look at it."""
    using = schema_editor.connection.alias
    app = apps.get_app_config("screenings")
    app.models_module = True
    create_permissions(app, apps=apps, using=using, verbosity=0)
    app.models_module = None
    known = {
        each.codename: each
        for each in apps.get_model("auth", "Permission").objects.using(using).filter(
            content_type__app_label="screenings", content_type__model__in=("festivalwishes", *ROWS)
        )
    }
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=("scheduler", *READERS)):
        schedules = group.name == "scheduler"
        verbs = {"festivalwishes": ("view", "change") if schedules else ("view",)}
        verbs |= dict.fromkeys(ROWS, ALL if schedules else ("view",))
        group.permissions.add(*(known[f"{verb}_{model}"] for model, each in verbs.items() for verb in each))


class Migration(migrations.Migration):

    dependencies = [("screenings", "0014_orders")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
