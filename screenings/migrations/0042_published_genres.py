"""What is published is found by genre, age and everybody who made it: what is public follows the films as they are."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import screenings.models.fields
from screenings.models import hall_guard
from screenings.text.ratings import age_of_rating

BATCH = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Of what is public now; a secret screening names no film, and so gets nothing of it."""
    films = {
        (film.festival_id, film.slug): film
        for film in apps.get_model("screenings", "Film").objects.prefetch_related("credits__person")
    }
    rows = []
    for row in apps.get_model("screenings", "PublishedScreening").objects.filter(until=None).exclude(film_slug=""):
        named = [films.get((row.festival_id, slug)) for slug in (row.film_slug, *row.part_slugs)]
        works = [film for film in named if film is not None]
        row.genres = tuple(dict.fromkeys(genre for film in works for genre in film.genres))
        ages = [_age(film) for film in works[:1]]
        row.minimum_age = ages[0] if ages else None
        row.people = tuple(dict.fromkeys(name for film in works for name in _people(film)))
        rows.append(row)
    fields = ["genres", "minimum_age", "people"]
    apps.get_model("screenings", "PublishedScreening").objects.bulk_update(rows, fields, batch_size=BATCH)


def _age(film: Any) -> int | None:
    return age_of_rating(film.rating) if film.minimum_age is None else film.minimum_age


def _people(film: Any) -> list[str]:
    credits = sorted(film.credits.all(), key=lambda credit: (credit.order, credit.pk))
    return [
        f"{credit.person.name} ({credit.character})" if credit.character else credit.person.name
        for credit in credits
        if credit.role != "director"
    ]


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has rebuilt the table, without its triggers."""
    hall_guard.install(editor)


class Migration(migrations.Migration):
    dependencies = [("screenings", "0041_film_facts")]

    operations = [
        migrations.AddField("publishedscreening", "genres", screenings.models.fields.ListField(blank=True, default=tuple)),
        migrations.AddField(
            "publishedscreening", "minimum_age", screenings.models.fields.WholeField(high=21, null=True)
        ),
        migrations.AddField("publishedscreening", "people", screenings.models.fields.ListField(blank=True, default=tuple)),
        migrations.RunPython(install, install),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
