"""What a screening is shown from: its prints, the formats a hall has to offer, and the one it is announced in."""

from collections.abc import Iterator

from screenings.timetable.context import RuleContext, RuleHall
from screenings.timetable.values import Showing


def prints_needed(context: RuleContext, showing: Showing) -> Iterator[tuple[tuple[int, ...], bool]]:
    """For each thing to be shown, the prints it may be shown from, and whether somebody chose that one.

    A programme of films is shown from a print of its own where there is one, else from one of each part.
    """
    film = context.films[showing.film]
    chosen = None if showing.print is None else context.prints.get(showing.print)
    of = chosen.film if chosen else None
    if chosen:
        yield (chosen.id,), True
    if of == film.id:
        return
    if film.prints:
        yield film.prints, False
        return
    for part in film.parts:
        if part != of and context.films[part].prints:
            yield context.films[part].prints, False


def formats_needed(context: RuleContext, showing: Showing) -> tuple[tuple[str, ...], ...]:
    """For each thing to be shown, the formats of which one is needed. What is stated for the screening counts alone:
    where that is several formats, all of them are needed.
    """
    if showing.format:
        return tuple((stated,) for stated in showing.format)
    needed = (prints for prints, _is_chosen in prints_needed(context, showing))
    named = (sorted({context.prints[each].format for each in prints} - {""}) for prints in needed)
    return tuple(tuple(formats) for formats in named if formats)


def can_show(hall: RuleHall, formats: tuple[str, ...]) -> bool:
    """Whether the hall offers one of them. A hall that names none shows all."""
    return not hall.formats or not set(map(format_key, hall.formats)).isdisjoint(map(format_key, formats))


def format_key(name: str) -> str:
    """35mm and "35 MM" are one."""
    return "".join(name.split()).casefold()


def announced_format(context: RuleContext, showing: Showing) -> str:
    """`35 mm`, or `DCP, 35 mm` of a programme whose films need both; empty while it is not settled.

    What is stated counts. Else somebody has to have chosen a print, and of every other film of the programme all prints
    have to be of one format.
    """
    if showing.format or showing.print is None:
        return ", ".join(showing.format)
    needed = formats_needed(context, showing)
    if any(len(formats) > 1 for formats in needed) or len(needed) < _count_works(context, showing):
        return ""
    return ", ".join(dict.fromkeys(formats[0] for formats in needed))


def _count_works(context: RuleContext, showing: Showing) -> int:
    """How many things are to be shown from a print each."""
    film = context.films[showing.film]
    is_whole = bool(film.prints) or not film.parts
    return 1 if is_whole else len(film.parts)
