from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

READING = ("view",)
WRITING = ("view", "add", "change", "delete")
# What everybody with a role may read; guests are the guest office's and those of the roles that need them.
PROGRAMME = (
    "festival", "festivalrules", "section", "film", "filmpart", "filmimage", "filmlink", "pressquote", "print", "person",
    "credit", "venue", "hall", "openinghours", "closure", "traveltime", "screening", "rulesetting", "publication",
    "publishedscreening", "acknowledgement", "scenario", "festivalwishes", "termweight", "placementwish",
    "placementorder",
)
# What each group gains; the last two are new.
GROUPS = {
    "programmer": {"screening": ("request",)},
    "front of house": {"screening": ("admit",)},
    "guest office": {"screening": ("invite",)},
    "technician": {
        **dict.fromkeys(PROGRAMME, READING),
        "hall": ("view", "add", "change"),
        **dict.fromkeys(("openinghours", "closure", "traveltime"), WRITING),
    },
    "reader": dict.fromkeys(PROGRAMME, READING),
}


def widen_groups(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A group only gains; one of the four that was taken away before stays away."""
    using = editor.connection.alias
    # A database has the permissions of a model only after its last migration, and a historical app holds back its models.
    app = apps.get_app_config("screenings")
    app.models_module = True
    create_permissions(app, apps=apps, using=using, verbosity=0)
    app.models_module = None
    ours = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="screenings")
    known = {permission.codename: permission for permission in ours}
    groups = apps.get_model("auth", "Group").objects.using(using)
    for name, rights in GROUPS.items():
        is_new = "festival" in rights
        group = groups.get_or_create(name=name)[0] if is_new else groups.filter(name=name).first()
        if group is not None:
            group.permissions.add(*(known[f"{verb}_{model}"] for model, verbs in rights.items() for verb in verbs))


class Migration(migrations.Migration):
    dependencies = [
        ("screenings", "0032_rows_follow"),
    ]

    operations = [
        migrations.RunPython(widen_groups, migrations.RunPython.noop),
    ]
