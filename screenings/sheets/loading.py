"""The working timetable as the house reads it, and what of it the public reads otherwise. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from screenings.loading.details import TimetableDetails, load_details
from screenings.loading.public import announced_title, as_cancelled, as_public
from screenings.loading.published import published_screenings
from screenings.loading.timetable import WorkingTimetable, load_timetable
from screenings.models import Audience, Festival, Hall
from screenings.sheets.ical import PrivateCalendarShow
from screenings.sheets.sheet import SheetFilmPart, SheetHall, SheetShow, film_span
from screenings.timetable.changes import PublicChange, changes_between
from screenings.timetable.context import RuleContext, RuleFilm
from screenings.timetable.days import Span
from screenings.timetable.formats import announced_format
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening, Showing, expected_attendance, show_end


@dataclass(frozen=True)
class SheetData:
    """Everything a sheet is made of. `published` is empty before the first publication."""

    festival: Festival
    timetable: WorkingTimetable
    details: TimetableDetails
    published: dict[UUID, PublicScreening]
    is_public: bool

    @property
    def context(self) -> RuleContext:
        return self.timetable.programme.context

    @cached_property
    def showings(self) -> dict[UUID, Showing]:
        """Without what was deleted with its film while it was read."""
        return {uid: each for uid, each in self.timetable.showings.items() if each.film in self.details.films}

    @cached_property
    def shows(self) -> tuple[SheetShow, ...]:
        """Every placed screening as it stands in the working timetable, by start."""
        placed = (showing for showing in self.showings.values() if showing.hall is not None)
        shows = sorted(map(self._as_planned, placed), key=lambda show: (show.start, show.pk))
        return tuple(self._with_next_print_use(shows))

    def _with_next_print_use(self, shows: list[SheetShow]) -> list[SheetShow]:
        """Backwards by start, so that each knows who is the next to need its print."""
        next_use: dict[int, SheetShow] = {}
        shows_backwards = []
        for show in reversed(shows):
            print_id = self.showings[show.uid].print
            next_show = next_use.get(print_id) if print_id else None
            if next_show is not None and next_show.place.hall != show.place.hall and not show.cancelled:
                show = replace(show, next_print_use=(next_show.start, next_show.place))
            if print_id and not show.cancelled:
                next_use[print_id] = show
            shows_backwards.append(show)
        return shows_backwards[::-1]

    @cached_property
    def unpublished(self) -> tuple[PublicChange, ...]:
        """In what the working timetable differs from what is public; what was taken out of it, as cancelled."""
        after = as_public(self.festival, self.timetable, self.details)
        removed = {uid: screening for uid, screening in self.published.items() if uid not in after}
        cancelled = as_cancelled(self.festival, self.timetable, removed)
        return changes_between(self.published, {**cancelled, **after})

    @cached_property
    def halls(self) -> dict[int, SheetHall]:
        return {pk: sheet_hall_of(hall) for pk, hall in self.timetable.halls.items()}

    def unpublished_at(self, halls: Iterable[int], day: date | None = None) -> tuple[PublicChange, ...]:
        """Of these halls, where the screening stands or where the public believes it to be."""
        slugs = {self.timetable.halls[hall].public_slug for hall in halls}
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
        listed = [self._as_published(public) for public in self.published.values() if not self._is_private(public)]
        listed += [
            self._as_private(showing)
            for uid, showing in self.showings.items()
            if showing.audience == Audience.PRIVATE and showing.hall is not None
            if uid not in self.published or self._is_private(self.published[uid])
        ]
        return tuple(sorted(listed, key=lambda entry: (entry.show.start, str(entry.show.uid))))

    def _is_private(self, public: PublicScreening) -> bool:
        """Whether the publication takes it back only because it is private now."""
        showing = self.showings.get(public.uid)
        return public.is_cancelled and showing is not None and showing.audience == Audience.PRIVATE

    @cached_property
    def _hall_of_slug(self) -> dict[str, int]:
        return {hall.public_slug: pk for pk, hall in self.timetable.halls.items()}

    def _as_published(self, public: PublicScreening) -> PrivateCalendarShow:
        showing = self.showings.get(public.uid)
        # An address changed since: the screening's own hall then tells which one is meant.
        hall = self._hall_of_slug.get(public.hall_slug) or (showing.hall if showing else None) or 0
        sheet_hall = self.halls.get(hall)
        place = SheetHall(
            hall=hall,
            venue=sheet_hall.venue if sheet_hall else 0,
            name=public.hall,
            venue_name=public.venue,
            zone=public.zone,
            address=public.address,
            changeover=sheet_hall.changeover if sheet_hall else 0,
            doors=sheet_hall.doors if sheet_hall else self.festival.default_doors,
            capacity=sheet_hall.capacity if sheet_hall else None,
            shared=public.hall_is_shared,
        )
        show = self._showing_as_published(showing, public, place) if showing else _public_only(public, place)
        return PrivateCalendarShow(show, public.status, public.latitude, public.longitude)

    def _showing_as_published(self, showing: Showing, public: PublicScreening, place: SheetHall) -> SheetShow:
        """Where, when, how long and whether is the publication's word; of a secret, which the public is told no length
        of, how long is the screening's own."""
        if not public.film_slug:
            span = Span(public.starts_at, show_end(public.starts_at, showing.length))
            return self.sheet_show(showing, span, place, cancelled=public.is_cancelled)
        show = self.sheet_show(showing, Span(public.starts_at, public.ends_at), place, cancelled=public.is_cancelled)
        runtime = self.context.films[showing.film].runtime if public.runtime is None else public.runtime
        film = film_span(Span(show.start, show.end), intro=public.intro, qa=public.qa, runtime=runtime)
        return replace(
            show,
            film_start=film.start,
            film_end=film.end,
            is_estimate=public.end_is_estimated,
            intro=public.intro,
            qa=public.qa,
        )

    def _as_private(self, showing: Showing) -> PrivateCalendarShow:
        show = self._as_planned(showing)
        latitude, longitude = self.timetable.halls[show.place.hall].venue.coordinates or (None, None)
        return PrivateCalendarShow(show, CANCELLED if show.cancelled else CONFIRMED, latitude, longitude)

    def _as_planned(self, showing: Showing) -> SheetShow:
        span = showing.span
        assert span is not None
        return self.sheet_show(showing, span, self.halls[showing.hall or 0])

    def sheet_show(self, showing: Showing, span: Span, place: SheetHall, *, cancelled: bool | None = None) -> SheetShow:
        """The screening in that place at that time."""
        rule_film = self.context.films[showing.film]
        film = film_span(span, intro=showing.intro, qa=showing.qa, runtime=rule_film.runtime)
        return SheetShow(
            uid=showing.uid,
            pk=showing.pk,
            title=rule_film.title,
            place=place,
            day=self.festival.calendar.day_of(span.start, place.zone),
            start=span.start,
            end=span.end,
            film_start=film.start,
            film_end=film.end,
            is_estimate=not showing.length_is_known,
            intro=showing.intro,
            qa=showing.qa,
            cancelled=showing.cancelled if cancelled is None else cancelled,
            announced_as=announced_title(self.festival, showing),
            film_parts=tuple(map(self._film_part, rule_film.parts)),
            format=announced_format(self.context, showing),
            languages=self.details.languages(rule_film.film_ids),
            subtitles=showing.subtitles or self.details.subtitles(rule_film.film_ids),
            print=self._chosen_print_text(showing),
            print_notes=self.details.prints[showing.print].notes if showing.print in self.details.prints else "",
            copies=self._print_names(rule_film),
            guests=tuple(self.context.guests[guest].name for guest in showing.guests),
            audience=showing.audience,
            access=showing.access,
            expected=expected_attendance(
                showing.expected_audience, audience=showing.audience, film_expects=rule_film.expected_audience
            ),
            sold_out=showing.sold_out,
            standby=showing.standby,
            note=showing.public_note,
            notes=showing.notes,
        )

    def _film_part(self, part: int) -> SheetFilmPart:
        rule_film = self.context.films[part]
        return SheetFilmPart(rule_film.title, rule_film.runtime, self._print_names(rule_film))

    def _print_names(self, film: RuleFilm) -> tuple[str, ...]:
        return tuple(self.details.prints[copy].name for copy in film.prints if copy in self.details.prints)

    def _chosen_print_text(self, showing: Showing) -> str:
        """With its film's title where it is the print of one part."""
        chosen = self.context.prints.get(showing.print or 0)
        if chosen is None or chosen.id not in self.details.prints:
            return ""
        name = self.details.prints[chosen.id].name
        return name if chosen.film == showing.film else f"{self.context.films[chosen.film].title}: {name}"


def load_sheets(festival: Festival) -> SheetData:
    """The working timetable first: what is published meanwhile then shows as published."""
    timetable = load_timetable(festival)
    details = load_details(festival)
    return SheetData(festival, timetable, details, published_screenings(festival), festival.publications.exists())


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
        standby=public.standby,
        note=public.note,
    )


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
