from django.db import migrations
from django.utils import timezone

MODELS = (
    "Closure", "Credit", "Festival", "Film", "FilmImage", "FilmLink", "FilmPart", "Guest", "Hall", "OpeningHours", "Person",
    "PressQuote", "Print", "RuleSetting", "Screening", "Section", "TravelTime", "Venue",
)
BATCH = 500


def begin(apps, schema_editor):
    """A first entry for every row there is, so that the next edit has something to be compared with."""
    using = schema_editor.connection.alias
    at = timezone.now()
    for name in MODELS:
        model, kept = apps.get_model("screenings", name), apps.get_model("screenings", f"Historical{name}")
        known = {field.attname for field in kept._meta.fields}
        names = [field.attname for field in model._meta.fields if field.attname in known]
        rows = model._base_manager.using(using).values(*names).iterator(chunk_size=BATCH)
        first = {"history_date": at, "history_type": "+", "history_change_reason": "kept from here on"}
        kept._base_manager.using(using).bulk_create((kept(**row, **first) for row in rows), batch_size=BATCH)
    records = dict(
        apps.get_model("screenings", "HistoricalScreening")._base_manager.using(using).values_list("id", "history_id")
    )
    links = apps.get_model("screenings", "Screening").guests.through._base_manager.using(using).values()
    kept = apps.get_model("screenings", "HistoricalScreening_guests")
    kept._base_manager.using(using).bulk_create(
        (kept(history_id=records[link["screening_id"]], **link) for link in links.iterator(chunk_size=BATCH)),
        batch_size=BATCH,
    )


class Migration(migrations.Migration):

    dependencies = [("screenings", "0007_history")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
