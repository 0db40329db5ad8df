"""The working timetable as the house reads it, and what of it the public reads otherwise. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date
from functools import cached_property
from uuid import UUID

from screenings.loading.programme import as_showing, films_context
from screenings.loading.public import PLACEHOLDER_TITLES, as_cancelled, as_public, public_screening_from_row
from screenings.loading.rows import WorkingRows, load_working_rows
from screenings.models import Audience, Billing, Festival, Film, Hall, Print, PublishedScreening, Screening, Status
from screenings.sheets.ical import PrivateCalendarShow
from screenings.sheets.sheet import SheetFilmPart, SheetHall, SheetShow, film_span
from screenings.timetable.changes import PublicChange, changes_between
from screenings.timetable.context import RuleContext
from screenings.timetable.days import Span
from screenings.timetable.formats import announced_format
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening, expected_attendance, show_span


@dataclass(frozen=True)
class SheetData:
    """Everything a sheet is made of. `published` is empty before the first publication."""

    festival: Festival
    working: WorkingRows
    published: dict[UUID, PublicScreening]
    is_public: bool

    @cached_property
    def rows(self) -> dict[UUID, Screening]:
        return {row.uid: row for row in self.working.rows}

    @cached_property
    def shows(self) -> tuple[SheetShow, ...]:
        """Every placed screening as it stands in the working timetable, by start."""
        placed = (row for row in self.working.rows if row.starts_at is not None and row.hall is not None)
        shows = sorted(map(self._as_planned, placed), key=lambda show: (show.start, show.pk))
        return tuple(self._with_next_print_use(shows))

    def _with_next_print_use(self, shows: list[SheetShow]) -> list[SheetShow]:
        """Backwards by start, so that each knows who is the next to need its print."""
        waiting: dict[int, SheetShow] = {}
        found = []
        for show in reversed(shows):
            copy = self.rows[show.uid].print_id
            after = waiting.get(copy) if copy else None
            if after is not None and after.place.hall != show.place.hall and not show.cancelled:
                show = replace(show, next_print_use=(after.start, after.place))
            if copy and not show.cancelled:
                waiting[copy] = show
            found.append(show)
        return found[::-1]

    @cached_property
    def unpublished(self) -> tuple[PublicChange, ...]:
        """In what the working timetable differs from what is public; what was taken out of it, as cancelled."""
        after = as_public(self.festival, self.working)
        gone = {uid: old for uid, old in self.published.items() if uid not in after}
        return changes_between(self.published, {**as_cancelled(self.festival, self.working.rows, gone), **after})

    @cached_property
    def _works(self) -> RuleContext:
        return films_context(self.working.films)

    @cached_property
    def halls(self) -> dict[int, SheetHall]:
        return {pk: sheet_hall_of(hall) for pk, hall in self.working.halls.items()}

    def unpublished_at(self, halls: Iterable[int], day: date | None = None) -> tuple[PublicChange, ...]:
        """Of these halls, where the screening stands or where the public believes it to be."""
        slugs = {f"{self.working.halls[hall].venue.slug}.{self.working.halls[hall].slug}" for hall in halls}
        return tuple(
            change
            for change in self.unpublished
            if any(
                state is not None and state.hall_slug in slugs and day in (None, state.day)
                for state in (change.before, change.after)
            )
        )

    @cached_property
    def calendar_shows(self) -> tuple[PrivateCalendarShow, ...]:
        """What private calendars hold, by start: every public screening where, when and whether it was published, with
        the crew's facts as they stand now; and the private ones, which are never published, as they stand now."""
        found = [self._as_published(public) for public in self.published.values() if not self._is_private(public)]
        found += [
            self._as_private(row)
            for row in self.working.rows
            if row.audience == Audience.PRIVATE and row.starts_at is not None and row.hall is not None
            if row.uid not in self.published or self._is_private(self.published[row.uid])
        ]
        return tuple(sorted(found, key=lambda each: (each.show.start, str(each.show.uid))))

    def _is_private(self, public: PublicScreening) -> bool:
        """Whether the publication takes it back only because it is private now."""
        row = self.rows.get(public.uid)
        return public.is_cancelled and row is not None and row.audience == Audience.PRIVATE

    @cached_property
    def _hall_of_slug(self) -> dict[str, int]:
        return {f"{hall.venue.slug}.{hall.slug}": pk for pk, hall in self.working.halls.items()}

    def _as_published(self, public: PublicScreening) -> PrivateCalendarShow:
        row = self.rows.get(public.uid)
        # An address changed since: the screening's own hall then tells which one is meant.
        hall = self._hall_of_slug.get(public.hall_slug) or (row.hall_id if row else None) or 0
        known = self.halls.get(hall)
        place = SheetHall(
            hall=hall,
            venue=known.venue if known else 0,
            name=public.hall,
            venue_name=public.venue,
            zone=public.zone,
            address=public.address,
            changeover=known.changeover if known else 0,
            doors=known.doors if known else self.festival.default_doors,
            capacity=known.capacity if known else None,
            shared=public.hall_is_shared,
        )
        show = self._row_as_published(row, public, place) if row else _public_only(public, place)
        return PrivateCalendarShow(show, public.status, public.latitude, public.longitude)

    def _row_as_published(self, row: Screening, public: PublicScreening, place: SheetHall) -> SheetShow:
        """Where, when, how long and whether is the publication's word; of a secret, which the public is told no length
        of, how long is the row's own."""
        if not public.film_slug:
            span = show_span(public.starts_at, row.length)
            return self.sheet_show(row, span, place, cancelled=public.is_cancelled)
        show = self.sheet_show(row, Span(public.starts_at, public.ends_at), place, cancelled=public.is_cancelled)
        runtime = public.runtime
        if runtime is None and row.film.running_time.is_known:
            runtime = row.film.running_time.minutes
        film = film_span(Span(show.start, show.end), intro=public.intro, qa=public.qa, runtime=runtime)
        return replace(
            show,
            film_start=film.start,
            film_end=film.end,
            is_estimate=public.end_is_estimated,
            intro=public.intro,
            qa=public.qa,
        )

    def _as_private(self, row: Screening) -> PrivateCalendarShow:
        show = self._as_planned(row)
        venue = self.working.halls[show.place.hall].venue
        latitude, longitude = (None if at is None else float(at) for at in (venue.latitude, venue.longitude))
        return PrivateCalendarShow(show, CANCELLED if show.cancelled else CONFIRMED, latitude, longitude)

    def _as_planned(self, row: Screening) -> SheetShow:
        assert row.starts_at is not None
        span = show_span(row.starts_at.astimezone(UTC), row.length)
        return self.sheet_show(row, span, self.halls[row.hall_id or 0])

    def sheet_show(self, row: Screening, span: Span, place: SheetHall, *, cancelled: bool | None = None) -> SheetShow:
        """The screening in that place at that time."""
        running = row.film.running_time
        film = film_span(span, intro=row.intro, qa=row.qa, runtime=running.minutes if running.is_known else None)
        expected = expected_attendance(
            row.expected_audience, audience=row.audience, film_expects=row.film.expected_audience
        )
        return SheetShow(
            uid=row.uid,
            pk=row.pk,
            title=row.film.title,
            place=place,
            day=self.festival.calendar.day_of(span.start, place.zone),
            start=span.start,
            end=span.end,
            film_start=film.start,
            film_end=film.end,
            is_estimate=not row.length_is_known,
            intro=row.intro,
            qa=row.qa,
            cancelled=row.status == Status.CANCELLED if cancelled is None else cancelled,
            announced_as=row.public_title or PLACEHOLDER_TITLES.get(Billing(row.billing), ""),
            reels=tuple(self._film_part(link.part) for link in row.film.film_parts.all()),
            format=announced_format(self._works, as_showing(row, running)),
            languages=self._codes_with_parts(row.film, "languages"),
            subtitles=tuple(row.subtitles) or self._codes_with_parts(row.film, "subtitles"),
            print=self._chosen_print_text(row),
            print_notes=row.print.notes if row.print else "",
            copies=_print_names(row.film),
            guests=tuple(guest.person.name for guest in row.guests.all()),
            audience=row.audience,
            access=tuple(row.access),
            expected=expected,
            sold_out=row.sold_out,
            note=row.public_note,
            notes=row.notes,
        )

    def _film_part(self, part: Film) -> SheetFilmPart:
        return SheetFilmPart(part.title, part.runtime, _print_names(part))

    def _chosen_print_text(self, row: Screening) -> str:
        """With its film's title where it is the print of one part."""
        if row.print is None:
            return ""
        name = print_name(row.print)
        return name if row.print.film_id == row.film_id else f"{self.working.films[row.print.film_id].title}: {name}"

    @staticmethod
    def _codes_with_parts(film: Film, name: str) -> tuple[str, ...]:
        films = [film, *(link.part for link in film.film_parts.all())]
        return tuple(dict.fromkeys(code for each in films for code in getattr(each, name)))


def load_sheets(festival: Festival) -> SheetData:
    """The working timetable first: what is published meanwhile then shows as published."""
    working = load_working_rows(festival)
    current = PublishedScreening.objects.current(festival).defer("vevent", "search_text")
    published = {row.uid: public_screening_from_row(row) for row in current}
    return SheetData(festival, working, published, festival.publications.exists())


def _public_only(public: PublicScreening, place: SheetHall) -> SheetShow:
    """What was taken out of the working timetable and is public still."""
    film = film_span(Span(public.starts_at, public.ends_at), intro=public.intro, qa=public.qa, runtime=public.runtime)
    return SheetShow(
        uid=public.uid,
        pk=0,
        title=public.title,
        place=place,
        day=public.day,
        start=public.starts_at,
        end=public.ends_at,
        film_start=film.start,
        film_end=film.end,
        is_estimate=public.end_is_estimated,
        intro=public.intro,
        qa=public.qa,
        cancelled=public.is_cancelled,
        format=public.format,
        languages=public.languages,
        subtitles=public.subtitles,
        guests=public.guests,
        audience=public.audience,
        access=public.access,
        sold_out=public.sold_out,
        note=public.note,
    )


def _print_names(film: Film) -> tuple[str, ...]:
    return tuple(print_name(each) for each in film.prints.all())


def print_name(row: Print) -> str:
    """`35 mm, festival copy`."""
    return ", ".join(filter(None, (row.format, row.label)))


def sheet_hall_of(hall: Hall) -> SheetHall:
    venue = hall.venue
    return SheetHall(
        hall=hall.pk,
        venue=venue.pk,
        name=hall.name,
        venue_name=venue.name,
        zone=venue.zone,
        address=venue.address_line,
        changeover=hall.changeover_minutes,
        doors=hall.doors_minutes,
        capacity=hall.capacity,
        shared=hall.shared,
    )
