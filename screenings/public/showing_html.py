"""A published screening as a piece of a page: in a list, in the listing's table, in the timetable's grid.

Written here and not by templates, which take ten times as long: a page has hundreds of them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape
from types import MappingProxyType

from screenings.models import Festival, FilmImage
from screenings.public.addresses import page_paths
from screenings.public.picture_html import image_html
from screenings.public.showing_words import LocalTime, in_access, local_time, made_in, marks, offered, version
from screenings.text.dates import short_day
from screenings.text.translation import gettext as _
from screenings.text.translation import pgettext
from screenings.timetable.values import PublicScreening

MIN_WHOLE_SHARE = 90  # hundredths: what is drawn less than a tenth longer than it is looks as long


class ShowingWriter:
    """For one page of a festival, on the clock that is shown.

    What has ended by the moment `at` has neither tickets nor a star, and is for the page to keep apart.
    """

    def __init__(
        self, festival: Festival, at: datetime | None = None, pictures: Mapping[str, FilmImage] = MappingProxyType({})
    ) -> None:
        """`pictures` by their address; a row whose picture is not among them is shown without."""
        self.pictures = pictures
        self.timezone = festival.timezone
        self.at = at
        self.film_path = page_paths("film", festival.slug)
        self.venue_path = page_paths("venue", festival.slug)
        self.feed_path = page_paths("screening-feed", festival.slug)
        self.star_path = page_paths("plan-star-screening", festival.slug)

    def list_item(
        self,
        row: PublicScreening,
        /,
        *,
        is_dated: bool = False,
        is_untitled: bool = False,
        at_venue: bool = False,
        has_several_halls: bool = False,
        is_anchored: bool = False,
    ) -> str:
        """`is_dated` says its date, as is done after midnight anyway; `at_venue` leaves out where all of them are.
        `is_anchored`: this is the page to which its own address leads, with its uid behind a #.
        """
        is_over = self._is_over(row)
        if at_venue:
            place = f'<p class="place">{_isolated(row.hall)}</p>' if has_several_halls else ""
        else:
            place = f'<p class="place">{self._linked_place(row)}</p>'
        anchor = f' id="{row.uid}"' if is_anchored else ""
        return (
            f'\n<li{anchor} class="showing {_classes(row)}{" is-over" if is_over else ""}">\n'
            f'<div class="showing-when">{self.when(row, is_dated=is_dated)}{marks_html(row)}</div>\n'
            '<div class="showing-what">\n'
            f"{'' if is_untitled else self.title(row)}\n{place}\n{self._was(row)}\n</div>\n"
            f'<div class="showing-how">\n{version_html(row)}\n</div>\n'
            f'<p class="links">{self._links(row)}</p>\n</li>\n'
        )

    def table_row(self, row: PublicScreening, *, is_dated: bool = False) -> str:
        """With the cells of `tables.ScreeningTable`. Where `is_dated` is not said, its date is the table's to say."""
        made = made_in(row)
        countries = f'<p class="countries">{escape(made)}</p>' if made else ""
        section = f'<p class="section">{_section(row)}</p>' if row.section else ""
        return (
            f'<tr class="showing-{escape(row.status)}" role="row">\n'
            f'<td role="cell" class="col-time">{self.when(row, is_dated=is_dated)}</td>\n'
            f'<td role="cell" class="col-title">{self.title(row)}{marks_html(row)}{self._was(row)}{section}</td>\n'
            f'<td role="cell" class="col-hall">{self._linked_place(row)}</td>\n'
            f'<td role="cell" class="col-version">{countries}{version_html(row)}</td>\n'
            f'<td role="cell" class="col-tickets">{self._links(row)}</td>\n</tr>\n'
        )

    def slot(self, row: PublicScreening, *, steps: int, minutes: int) -> str:
        """A cell of the timetable, so many steps and minutes wide. Its ground is as long as it lasts."""
        is_over, is_on = self._is_over(row), self._is_on(row)
        state = " is-over" if is_over else " is-on" if is_on else ""
        share = 100 * (row.ends_at - row.starts_at) // timedelta(minutes=minutes)
        ground, short = ("", "") if share >= MIN_WHOLE_SHARE else (_ground(share), " is-short")
        on_now = _unseen(_("On now:")) if is_on else ""
        heard, offers = version(row, has_format=False), ", ".join(offered(row))
        section = f'<p class="slot-section">{_section(row)}</p>' if row.section else ""
        facts = f'<p class="slot-facts">{escape(heard)}</p>' if heard else ""
        facts += f'<p class="slot-offers">{escape(offers)}</p>' if offers else ""
        said = escape(row.note)
        note = f'<p class="slot-note note" dir="auto" title="{said}">{said}</p>' if said else ""
        return (
            f'\n<td colspan="{steps}" class="slot {_classes(row)}{short}{state}"><div>{ground}{on_now}{self.when(row)}'
            f'<p class="slot-title">{self._linked_title(row)}</p>{marks_html(row)}{facts}{section}{note}'
            f"{self._star(row)}</div></td>\n"
        )

    def entry(self, row: PublicScreening) -> str:
        """A line of the overview: when it begins and what it is."""
        start = self._local(row.starts_at, row)
        zone = f' <span class="when-zone">{escape(start.zone)}</span>' if start.zone else ""
        over = " is-over" if self._is_over(row) else ""
        return (
            f'<li class="entry {_classes(row)}{over}"><time datetime="{start.iso}">{start.time}</time>{zone} '
            f"{self._linked_title(row)} {marks_html(row)}</li>\n"
        )

    def _is_on(self, row: PublicScreening) -> bool:
        return self.at is not None and row.starts_at <= self.at < row.ends_at and not row.is_cancelled

    def _is_over(self, row: PublicScreening) -> bool:
        return self.at is not None and row.ends_at <= self.at

    def _local(self, moment: datetime, row: PublicScreening) -> LocalTime:
        return local_time(moment, row.timezone, self.timezone)

    def when(self, row: PublicScreening, *, is_dated: bool = False) -> str:
        start, end = self._local(row.starts_at, row), self._local(row.ends_at, row)
        day = ""
        if is_dated or start.day != row.day:
            day = f'<span class="when-day">{short_day(start.day)}<span class="unseen">, </span></span>'
        until = f'<time datetime="{end.iso}">{end.time}</time>'
        until = _until(until, is_estimated=row.end_is_estimated)
        zone = f' <span class="when-zone">{escape(start.zone)}</span>' if start.zone else ""
        return (
            f'<span class="when">{day}<time class="when-start" datetime="{start.iso}">{start.time}</time>'
            f'<span class="when-end"> {until}</span>{zone}</span>\n'
        )

    def _was(self, row: PublicScreening) -> str:
        """Where it stood before it was moved."""
        places = []
        if row.moved_from_starts_at:
            before = self._local(row.moved_from_starts_at, row)
            places.append(f'<s>{short_day(before.day)}, <time datetime="{before.iso}">{before.time}</time></s>')
        if row.moved_from_hall:
            places.append(f"<s>{_isolated(row.moved_from_hall)}</s>")
        if not places:
            return ""
        text = escape(_("Before: {place}")).format(place=", ".join(places))
        return f'<p class="was">{text}</p>'

    def title(self, row: PublicScreening) -> str:
        directors = ""
        if row.directors:
            year = f", {row.year}" if row.year else ""
            directors = f'\n<p class="directors">{_isolated(", ".join(row.directors))}{year}</p>\n'
        return f'{self._picture(row)}<p class="title">{self._linked_title(row)}</p>\n{directors}\n'

    def _picture(self, row: PublicScreening) -> str:
        """To be looked at: the title beside it says the same and is the link."""
        image = self.pictures.get(row.image_url)
        if image:
            return f'<span class="thumb">{image_html(image, "thumb")}</span>'
        # Beside others with a picture it has a ground of its section's colour.
        return f'<i class="thumb placeholder of-{escape(row.section_slug)}"></i>' if self.pictures else ""

    def _linked_title(self, row: PublicScreening) -> str:
        title = _isolated(row.title)
        return f'<a href="{escape(self.film_path(row.film_slug))}">{title}</a>' if row.film_slug else title

    def _linked_place(self, row: PublicScreening) -> str:
        return f'<a href="{escape(self.venue_path(row.venue_slug))}">{_isolated(row.place)}</a>'

    def _links(self, row: PublicScreening) -> str:
        tickets = price = ""
        title = escape(row.title)
        is_sold = not (row.is_cancelled or self._is_over(row))
        if row.ticket_url and is_sold:
            words = _ticket_words(row)
            of_what = escape(_("for {title}")).format(title=title)
            tickets = (
                f'<a class="tickets" href="{escape(row.ticket_url)}" rel="noopener">{escape(words)}'
                f'<span class="unseen"> {of_what}</span></a>'
            )
        if row.price and is_sold:
            label = _unseen(_("Price:"))
            price = f'<span class="price">{label}{_isolated(row.price)}</span>'
        file, of_title = escape(_("Calendar file")), escape(_("of {title}")).format(title=title)
        return (
            f'{tickets}{price}\n<a class="one-ics" href="{escape(self.feed_path(row.uid))}" rel="nofollow">'
            f'{file}<span class="unseen"> {of_title}</span></a>\n'
            f"{self._star(row)}"
        )

    def _star(self, row: PublicScreening) -> str:
        """Of what one may still see."""
        return "" if row.is_cancelled or self._is_over(row) else star(self.star_path(row.uid), row.title)


def star(address: str, title: str) -> str:
    """A link into the visitor's plan; a script marks those that this browser knows to be in it."""
    words = escape(_("Add to my plan"))
    return (
        f'<a class="star" href="{escape(address)}" rel="nofollow" data-star><span class="star-mark" aria-hidden="true">'
        f'☆</span> <span class="star-words">{words}</span>'
        f'<span class="unseen">: {escape(title)}</span></a>'
    )


def _unseen(words: str) -> str:
    """Read aloud before what follows."""
    return f'<span class="unseen">{escape(words)} </span>'


def _ground(share: int) -> str:
    """So many hundredths wide. An attribute of a drawing, as the security policy lets no element have a style."""
    return f'<svg class="slot-ground" width="{share}%" aria-hidden="true"></svg>'


def _until(time: str, *, is_estimated: bool) -> str:
    return escape(_("to about {time}") if is_estimated else _("to {time}")).format(time=time)


def _ticket_words(row: PublicScreening) -> str:
    if row.standby:
        return pgettext("link to tickets", "Standby")
    return _("Ticket page") if row.sold_out else _("Tickets")


def _isolated(text: str) -> str:
    """In whatever direction it runs."""
    return f"<bdi>{escape(text)}</bdi>"


def _classes(row: PublicScreening) -> str:
    return f"showing-{escape(row.status)} of-{escape(row.section_slug)}"


def _section(row: PublicScreening) -> str:
    return f'<i class="swatch of-{escape(row.section_slug)}" aria-hidden="true"></i>{_isolated(row.section)}'


def marks_html(row: PublicScreening) -> str:
    return "".join(f'<strong class="mark mark-{code}">{escape(words)}</strong> ' for code, words in marks(row))


def version_html(row: PublicScreening) -> str:
    """What one hears and reads there, who comes, and what else is to be known."""
    words = version(row)
    heard = f'<p class="version">{escape(words)}</p>' if words else ""
    access = f'\n<p class="access">{escape(in_access(row.access))}</p>\n' if row.access else ""
    note = f'\n<p class="note" dir="auto">{escape(row.note)}</p>\n' if row.note else ""
    return f"\n{heard}\n{access}\n{_talk(row)}\n{note}\n"


def _talk(row: PublicScreening) -> str:
    guests = _isolated(", ".join(row.guests))
    if row.qa:
        talk = _("Q&A after the film with {names}") if row.guests else _("Q&A after the film")
    else:
        talk = _("With {names}") if row.guests else ""
    return f'\n<p class="qa">{escape(talk).format(names=guests)}</p>\n' if talk else ""
