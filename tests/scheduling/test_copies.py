"""Once more: a screening, a film, a festival."""

from datetime import date, time, timedelta

import pytest

from screenings import scheduling
from screenings.models import (
    Closure,
    Credit,
    Festival,
    Film,
    FilmLink,
    Guest,
    Hall,
    OpeningHours,
    PressQuote,
    Print,
    RuleSetting,
    Screening,
    Section,
    TravelTime,
    Venue,
)
from screenings.scheduling import ChangeRefused
from tests.world import festival, film, guest, hall, programme, published, saved, screening, section

pytestmark = pytest.mark.django_db


def test_repeats_are_unplaced_and_have_names_of_their_own() -> None:
    of = festival()
    row = screening(
        film(of), hall(of), "2026-10-10 20:00", qa=20, access="captions", ref="S1", pinned=True, sold_out=True,
        standby=True, status="cancelled", public_note="Print late", ticket_url="https://tickets.example/1",
    )  # fmt: skip
    row.guests.add(guest(of))
    row.print = saved(Print(film=row.film))
    row.save()
    made = scheduling.repeat(row, times=3)
    rows = Screening.objects.exclude(pk=row.pk)
    assert {each.pk for each in made} == {each.pk for each in rows}
    assert len({row.uid, *(each.uid for each in rows)}) == 4
    for each in rows:
        each.full_clean()
        assert (each.film, each.qa, each.access, each.print) == (row.film, 20, ("captions",), row.print)
        assert (each.hall, each.starts_at, each.ref, each.pinned, each.sold_out, each.standby) == (
            None,
            None,
            "",
            False,
            False,
            False,
        )
        assert (each.status, each.public_note, each.ticket_url) == ("planned", "", "")
        assert list(each.guests.all()) == list(row.guests.all())


@pytest.mark.parametrize("times", [0, -1, 21])
def test_a_number_of_repeats_nobody_means_is_refused(times: int) -> None:
    row = screening(film(festival()))
    with pytest.raises(ChangeRefused, match="from 1 to 20"):
        scheduling.repeat(row, times=times)


def test_a_film_is_copied_with_its_page_and_without_what_it_alone_has() -> None:
    of = festival()
    row = film(of, "Cléo", directors=("Agnès Varda", "A. N. Other"), ref="F1", countries=["FR"], synopsis="A day.")
    saved(PressQuote(film=row, text="Bold.", source="The Paper"))
    saved(FilmLink(film=row, kind="trailer", label="Trailer", url="https://film.example/t"))
    saved(Print(film=row))
    screening(row)
    programme(of, "Shorts", row)
    copy = scheduling.duplicate_film(row)
    copy.full_clean()
    assert (copy.title, copy.slug, copy.ref, copy.synopsis) == ("Cléo (copy)", "cleo-copy", "", "A day.")
    assert [str(country) for country in copy.countries] == ["FR"]
    assert [str(credit) for credit in copy.credits.all()] == [str(credit) for credit in row.credits.all()]
    assert (copy.quotes.count(), copy.links.count()) == (1, 1)
    assert (copy.prints.count(), copy.screenings.count(), copy.in_programmes.count()) == (0, 0, 0)
    assert (row.credits.count(), row.prints.count()) == (2, 1)
    assert Film.objects.filter(search_text__contains="cleo (copy)").count() == 1
    # Once more, under the same title.
    assert scheduling.duplicate_film(row).slug == "cleo-copy-2"


def test_a_programme_is_copied_with_its_parts_in_order() -> None:
    of = festival()
    shorts = programme(of, "Shorts", film(of, "One"), film(of, "Two"))
    copy = scheduling.duplicate_film(shorts, title="Shorts 2")
    assert [link.part.title for link in copy.film_parts.all()] == ["One", "Two"]
    assert copy.running_time == shorts.running_time


def test_a_long_title_gives_way_to_the_mark_of_a_copy() -> None:
    row = film(festival(), "x" * 200)
    assert scheduling.duplicate_film(row).title == "x" * 193 + " (copy)"
    with pytest.raises(ChangeRefused, match="at most 200"):
        scheduling.duplicate_film(row, title="x" * 201)


def test_next_years_edition_has_the_house_and_not_the_programme() -> None:
    of = festival(default_changeover=25, colour="#123456", day_starts_at=time(5), publishing="as-saved")
    section(of, "Competition", colour="#ff0000", order=3)
    saved(RuleSetting(festival=of, code="runtime-mismatch", severity="off"))
    small = hall(of, "Hall 1", capacity=80, ref="H1", formats="DCP")
    abroad = hall(of, "Sala", "Lisbon Screen", timezone="Europe/Lisbon")
    saved(OpeningHours(hall=small, weekday=5, opens=time(10), closes=time(2)))
    saved(Closure(hall=small, first_day=date(2026, 10, 12), last_day=date(2026, 10, 12)))
    saved(TravelTime(origin=small.venue, destination=abroad.venue, minutes=30, by="by air"))
    row = film(of, directors=("Agnès Varda",), section=Section.objects.get())
    screening(row, small, "2026-10-10 20:00").guests.add(guest(of))
    published(of)

    new = scheduling.duplicate_edition(of, name="Harbour 2027", slug="harbour-2027", starts_on=date(2027, 10, 8))

    new.full_clean()
    assert (new.starts_on, new.ends_on) == (date(2027, 10, 8), date(2027, 10, 8) + timedelta(days=11))
    assert (new.name, new.slug, new.default_changeover, new.colour) == ("Harbour 2027", "harbour-2027", 25, "#123456")
    assert (new.day_starts_at, new.publishing) == (time(5), "as-saved")
    assert [(s.name, s.colour, s.order) for s in new.sections.all()] == [("Competition", "#ff0000", 3)]
    assert [(r.code, r.severity) for r in new.rule_settings.all()] == [("runtime-mismatch", "off")]
    halls = Hall.objects.filter(venue__festival=new)
    assert [(h.full_name, h.capacity, h.ref, h.venue.zone.key) for h in halls] == [
        ("Lisbon Screen, Sala", None, "", "Europe/Lisbon"),
        ("Odeon, Hall 1", 80, "H1", "Europe/Berlin"),
    ]
    [hours] = OpeningHours.objects.filter(hall__in=halls)
    assert (hours.hall.name, hours.weekday, hours.opens, hours.closes) == ("Hall 1", 5, time(10), time(2))
    assert not Closure.objects.filter(hall__in=halls).exists()
    [way] = TravelTime.objects.filter(origin__festival=new)
    assert (way.origin.festival, way.destination.festival, way.minutes, way.by) == (new, new, 30, "by air")
    for model in (Film, Guest, Screening):
        assert (model.objects.filter(festival=new).count(), model.objects.filter(festival=of).count()) == (0, 1)
    assert not new.publications.exists()
    assert (Credit.objects.count(), Venue.objects.filter(festival=of).count()) == (1, 2)


@pytest.mark.parametrize(
    ("name", "slug", "starts_on", "why"),
    [
        ("Harbour 2027", "harbour", date(2027, 10, 8), "has this address already"),
        ("", "harbour-2027", date(2027, 10, 8), "cannot be blank"),
        ("Harbour 2027", "no slug!", date(2027, 10, 8), "valid “slug”"),
        ("Harbour", "far", date(2300, 1, 1), "less than or equal"),
        ("Harbour", "farther", date.max, "Choose an earlier first day"),
    ],
)
def test_an_edition_that_cannot_be_is_refused_and_leaves_nothing(
    name: str, slug: str, starts_on: date, why: str
) -> None:
    of = festival()
    with pytest.raises(ChangeRefused, match=why):
        scheduling.duplicate_edition(of, name=name, slug=slug, starts_on=starts_on)
    assert list(Festival.objects.all()) == [of]
