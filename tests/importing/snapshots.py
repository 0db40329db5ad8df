"""All that the database holds of a festival, with names in place of keys: equal for two that say the same."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import FileField, ForeignKey, Model, QuerySet
from PIL import Image

from screenings.models import (
    Acknowledgement,
    Closure,
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    FilmPart,
    FormerAddress,
    Guest,
    Hall,
    Hold,
    OpeningHours,
    Person,
    PlacementOrder,
    PlacementWish,
    PressQuote,
    Print,
    RuleSetting,
    Screening,
    Section,
    StatedWish,
    TermWeight,
    TravelTime,
    Venue,
)
from screenings.scheduling.conflict_status import load_conflict_statuses

# The rows that a festival is made of, by how they lead to it.
CARRIED: dict[type[Model], str] = {
    Festival: "pk", Section: "festival", Venue: "festival", Hall: "venue__festival",
    OpeningHours: "hall__venue__festival", Closure: "hall__venue__festival", TravelTime: "origin__festival",
    Film: "festival", FilmPart: "programme__festival", Credit: "film__festival", FilmLink: "film__festival",
    PressQuote: "film__festival", FilmImage: "film__festival", Print: "film__festival", Guest: "festival",
    Screening: "festival", Hold: "festival", RuleSetting: "festival", TermWeight: "festival",
    PlacementWish: "festival", StatedWish: "festival", PlacementOrder: "festival",
    Acknowledgement: "festival", FormerAddress: "festival",
}  # fmt: skip
NOT_CARRIED = {
    "AnnouncedScreening": "what was public stays with the site that said it",
    "BoardMove": "what somebody may still undo",
    "ChangeStep": "what somebody may still undo",
    "ChosenEdition": "what one account works on",
    "ExportedVersion": "what files that came from here are compared with here",
    "ImportMapping": "how one site reads the files that it is sent",
    "Merge": "what somebody may still undo",
    "Pick": "a visitor's",
    "Plan": "a visitor's",
    "PlanAddress": "a visitor's",
    "PrivateAddress": "secrets of one site",
    "PrivateCalendar": "secrets of one site",
    "PrivateEntry": "secrets of one site",
    "Publication": "what was public stays with the site that said it",
    "PublishedScreening": "what was public stays with the site that said it",
    "Scenario": "a try of one site's staff",
    "ScenarioPlace": "a try of one site's staff",
    "TriedPlace": "what somebody may still put back",
    "SearchRun": "a try of one site's staff",
}
# Fields that two equal festivals need not share.
EXCEPTIONS = {
    "id": "a key of one database",
    "uid": "a new site's calendars are its own, unless they are asked for",
    "ref": "an object of no own id has, elsewhere, the one by which the file calls it",
    "by": "an account of one site",
    "paused_at": "what is tried on one site's board",
    "paused_by": "an account of one site",
    "fingerprint": "names keys of one database; what it stands for is compared",
    "search_text": "derived",
    "sort_title": "derived",
    "sort_key": "derived",
    "name_key": "derived",
}
# What a workbook cannot bring along, and what is measured of it.
_OF_PICTURES = {
    *("file", "width", "height", "logo", "logo_width", "logo_height", "header", "header_width", "header_height"),
}


def models_of_a_festival() -> set[str]:
    """Every table of ours that leads to a festival, but for the history of others."""
    names = {model.__name__ for model in CARRIED}
    own = [model for model in apps.get_app_config("screenings").get_models() if not model._meta.proxy]
    own = [model for model in own if not model.__name__.startswith("Historical")]
    while True:
        more = {
            model.__name__
            for model in own
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and field.related_model.__name__ in names
        }
        if more <= names:
            return names
        names |= more


def snapshot(festival: Festival, *, with_uids: bool = False, with_pictures: bool = True) -> dict[str, Counter[str]]:
    """The rows of each table, whatever their order; links by names that stay."""
    left_out = EXCEPTIONS.keys() - {"uid"} if with_uids else EXCEPTIONS.keys()
    shown = _row(frozenset(left_out if with_pictures else left_out | _OF_PICTURES))
    return {
        **{model.__name__: Counter(map(shown, _rows(model, festival))) for model in CARRIED},
        "Person": Counter(map(shown, _people(festival))),
        "Acknowledgement": Counter(_acknowledged(festival)),
        "addresses of people": Counter(
            map(shown, FormerAddress.objects.filter(person__in=_people(festival)).distinct())
        ),
    }


def _acknowledged(festival: Festival) -> Iterator[str]:
    """What is said of conflicts that there are, and what was said of others before."""
    lapsed = {said.pk: said for said in Acknowledgement.objects.filter(festival=festival)}
    for status in load_conflict_statuses(festival).statuses:
        if said := status.acknowledgement:
            screenings = Screening.objects.filter(uid__in=status.conflict.uids)
            yield repr((said.code, sorted(map(_name, screenings)), said.reason, said.at))
            del lapsed[said.pk]
    yield from (repr((said.code, said.reason, said.at)) for said in lapsed.values())


def _rows(model: type[Model], festival: Festival) -> QuerySet[Any]:
    return model._default_manager.filter(**{CARRIED[model]: festival.pk})


def _people(festival: Festival) -> QuerySet[Person]:
    mentioned = Credit.objects.filter(film__festival=festival).values("person"), festival.guests.values("person")
    return Person.objects.filter(pk__in=mentioned[0]) | Person.objects.filter(pk__in=mentioned[1])


def _row(left_out: frozenset[str]) -> Any:
    def shown(row: Model) -> str:
        values: dict[str, Any] = {}
        for field in row._meta.fields:
            if field.name in left_out:
                continue
            value = getattr(row, field.name)
            if isinstance(field, FileField):  # stored under a name that nobody can guess
                values[field.name] = looks(value)
            else:
                values[field.name] = _name(value) if isinstance(value, Model) else repr(value)
        if isinstance(row, Screening):
            values["guests"] = sorted(_name(guest) for guest in row.guests.all())
        if isinstance(row, FilmPart | Credit):
            values["order"] = _rank(row)
        return repr(values)

    return shown


def looks(file: Any) -> str:
    """Roughly what a picture shows: it was written anew on the way."""
    if not file.name:
        return ""
    with file.storage.open(file.name) as data, Image.open(data) as picture:
        small = picture.convert("RGB").resize((1, 1))
        return repr([round(value / 32) for value in small.tobytes()])


def _rank(row: FilmPart | Credit) -> int:
    """Parts are numbered through: their order says which is before which. Credits keep their numbers."""
    if isinstance(row, Credit):
        return row.order
    ordered = row.programme.film_parts.order_by("order", "pk")
    return list(ordered.values_list("pk", flat=True)).index(row.pk)


def _name(row: Model) -> str:
    match row:
        case Festival():
            return "the festival"
        case Hall():
            return row.public_slug
        case Guest():
            return row.person.slug
        case Screening() | Print():
            # By its place in the order in which they were made.
            festival = row.festival if isinstance(row, Screening) else row.film.festival
            before = _rows(type(row), festival).filter(pk__lt=row.pk).count()
            return f"{type(row).__name__} {before}"
        case _:
            return str(row.slug)  # type: ignore[attr-defined]  # all others have an address
