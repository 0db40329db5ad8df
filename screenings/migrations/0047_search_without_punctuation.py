from django.db import migrations

from screenings.text.search_words import search_text


def refresh(apps, schema_editor):
    """Of each film whose titles have something that is searched in another form, too."""
    Film = apps.get_model("screenings", "Film")
    changed = []
    for film in Film.objects.using(schema_editor.connection.alias).only("title", "original_title", "search_text"):
        text = search_text(f"{film.title} {film.original_title}")
        if text != film.search_text:
            film.search_text = text
            changed.append(film)
    Film.objects.using(schema_editor.connection.alias).bulk_update(changed, ["search_text"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("screenings", "0046_order_labels"),
    ]

    operations = [
        migrations.RunPython(refresh, migrations.RunPython.noop),
    ]
