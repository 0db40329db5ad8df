"""What holds keep back: a screening on hold is for the public as it was last announced, or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from screenings.models import Audience, Billing, Status
from screenings.timetable.values import RunningTime, Showing, is_length_known, show_length


class HoldState(NamedTuple):
    """Why a screening is on hold, who put it there (the key of their account, None for nobody's) and since when."""

    reason: str
    by: int | None
    since: datetime


class AnnouncedFacts(NamedTuple):
    """A screening's own columns as last announced, named as those of `AnnouncedScreening`; guests are keys."""

    film_id: int
    hall_id: int
    starts_at: datetime
    intro: int
    qa: int
    stated_length: int | None
    guests: tuple[str, ...]
    print_id: int | None
    format: tuple[str, ...]
    subtitles: tuple[str, ...]
    audience: str
    status: str
    billing: str
    public_title: str
    public_note: str


def facts_to_announce(showing: Showing) -> AnnouncedFacts:
    """Of a placed screening that is not on hold, as it is published."""
    assert showing.hall is not None
    assert showing.starts_at is not None
    return AnnouncedFacts(
        film_id=showing.film,
        hall_id=showing.hall,
        starts_at=showing.starts_at.astimezone(UTC),
        intro=showing.intro,
        qa=showing.qa,
        stated_length=showing.stated_length,
        guests=tuple(map(str, showing.guests)),
        print_id=showing.print,
        format=showing.format,
        subtitles=showing.subtitles,
        audience=showing.audience,
        status=Status.CANCELLED if showing.cancelled else Status.PLANNED,
        billing=showing.billing,
        public_title=showing.public_title,
        public_note=showing.public_note,
    )


class AnnouncedNames(NamedTuple):
    """What the keys of announced facts still name: films with titles and running times, halls, prints, and guests by
    name.
    """

    films: Mapping[int, tuple[str, RunningTime]]
    halls: Mapping[int, object]
    guests: Mapping[int, object]
    prints: Mapping[int, object]


def announced_showing(working: Showing, facts: AnnouncedFacts | None, names: AnnouncedNames) -> Showing | None:
    """A screening on hold as the public has it; None where it has nothing of it.

    Cancelling it and making it private, secret or TBA pass the hold, with their texts; that the title is named does
    not. Where its film or its hall was deleted nothing is announced.
    """
    if facts is None or working.audience == Audience.PRIVATE:
        return None
    if facts.film_id not in names.films or facts.hall_id not in names.halls:
        return None
    title, running = names.films[facts.film_id]
    is_newly_hidden = working.billing not in {Billing.TITLE, facts.billing}
    is_newly_cancelled = working.cancelled and facts.status != Status.CANCELLED
    invited = set(map(int, facts.guests))
    return replace(
        working,
        film=facts.film_id,
        title=title,
        length=show_length(running, intro=facts.intro, qa=facts.qa, stated=facts.stated_length),
        length_is_known=is_length_known(running, stated=facts.stated_length),
        starts_at=facts.starts_at.astimezone(UTC),
        hall=facts.hall_id,
        cancelled=working.cancelled or facts.status == Status.CANCELLED,
        audience=facts.audience,
        intro=facts.intro,
        qa=facts.qa,
        stated_length=facts.stated_length,
        format=facts.format,
        print=facts.print_id if facts.print_id in names.prints else None,
        guests=tuple(guest for guest in names.guests if guest in invited),
        subtitles=facts.subtitles,
        billing=facts.billing if working.billing == Billing.TITLE else working.billing,
        public_title=working.public_title if is_newly_hidden else facts.public_title,
        public_note=working.public_note if is_newly_cancelled else facts.public_note,
        on_hold=True,
    )
