"""By what means somebody gets from one place to the next, in words."""

from babel.numbers import format_decimal

from screenings.text.translation import active_language, gettext
from screenings.timetable.travel import Journey, TravelMode


def means_text(way: Journey) -> str:
    """`about 1.2 km on foot`; what somebody stated is in their own words, and may be nothing."""
    if not way.is_estimate:
        return way.means
    sentences = {
        TravelMode.BIKE: gettext("about {number} km by bike"),
        TravelMode.FOOT: gettext("about {number} km on foot"),
        TravelMode.TRANSIT: gettext("about {number} km by public transport"),
    }
    pattern = "0" if way.mode is TravelMode.TRANSIT else "0.0"
    language = active_language().replace("-", "_")
    return sentences[way.mode].format(number=format_decimal(way.km, pattern, locale=language))
