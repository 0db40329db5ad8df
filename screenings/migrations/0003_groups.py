from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")
READING = ("view",)

# What everybody with a role may read. Plans are visitors' own, guests are the guest office's.
PROGRAMME = (
    "festival", "festivalrules", "section", "film", "filmpart", "filmimage", "filmlink", "pressquote", "print", "person",
    "credit", "venue", "hall", "openinghours", "closure", "traveltime", "screening", "rulesetting", "publication",
    "publishedscreening", "acknowledgement",
)
EVERYTHING = (*PROGRAMME, "guest", "plan", "pick")

GROUPS = {
    "programmer": {
        **dict.fromkeys((*PROGRAMME, "guest"), READING),
        **dict.fromkeys(
            ("film", "filmpart", "filmimage", "filmlink", "pressquote", "print", "person", "credit", "section"), ALL
        ),
    },
    "scheduler": {
        **dict.fromkeys((*PROGRAMME, "guest"), READING),
        "screening": ALL,
        "publication": ("view", "add"),
        "acknowledgement": ("view", "add"),
    },
    "front of house": {**dict.fromkeys(EVERYTHING, READING), "screening": ("view", "annotate")},
    # Whoever comes for the first time has to be entered as a person before they are a guest.
    "guest office": {**dict.fromkeys(PROGRAMME, READING), "guest": ALL, "person": ("view", "add")},
}


def make_groups(apps, schema_editor):
    """The four groups with what they may do; a group of that name that is there already only gains."""
    using = schema_editor.connection.alias
    # A fresh database has permissions only after its last migration, and a historical app holds back its models.
    app = apps.get_app_config("screenings")
    app.models_module = True
    create_permissions(app, apps=apps, using=using, verbosity=0)
    app.models_module = None
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.using(using).filter(content_type__app_label="screenings")
    known = {permission.codename: permission for permission in ours}
    for name, rights in GROUPS.items():
        group, _made = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*(known[f"{verb}_{model}"] for model, verbs in rights.items() for verb in verbs))


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("screenings", "0002_rules"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="screening",
            options={
                "ordering": ("starts_at", "pk"),
                "permissions": (("annotate_screening", "Can change access and notes of a screening"),),
            },
        ),
        # Back again the groups stay: people are in them.
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
