"""What a term of the objective weighs, beside something that a programmer knows the worth of."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext


def weight_sentence(name: str, weights: Mapping[str, int]) -> str:
    """How much one of a term's units weighs, in premieres outside the evening; with these weights, by term."""
    weight, premiere, unplaced = weights[name], weights["premiere-hour"], weights["unplaced"]
    if not weight:
        return gettext("is not counted")
    if name == "premiere-hour":
        return gettext("is what the others are compared with")
    if premiere:
        return _beside_a_premiere(weight / premiere)
    if name == "unplaced" or not unplaced:
        return gettext("counts %(number)s points") % {"number": weight}
    return gettext("%(number)s weigh as much as a screening without a place") % {"number": _figure(unplaced / weight)}


def worth_text(points: int, weights: Mapping[str, int]) -> str:
    """What so many points weigh together: `as much as 12 premieres outside the evening`."""
    premiere, unplaced = weights["premiere-hour"], weights["unplaced"]
    if premiere:
        if points < premiere:
            return gettext("less than a premiere outside the evening")
        message = ngettext(
            "as much as %(number)s premiere outside the evening",
            "as much as %(number)s premieres outside the evening",
            1 if points == premiere else 2,
        )
        return message % {"number": _figure(points / premiere)}
    if not unplaced or points < unplaced:
        return gettext("less than a screening without a place")
    message = ngettext(
        "as much as %(number)s screening without a place",
        "as much as %(number)s screenings without a place",
        1 if points == unplaced else 2,
    )
    return message % {"number": _figure(points / unplaced)}


def points_help(weights: Mapping[str, int]) -> str:
    """What a wish's points mean, under the box that they are typed into."""
    if not weights["wishes"]:
        return gettext("Empty: it is a must. Points are not counted now, as the weight of wishes is 0.")
    unit = weights["premiere-hour"] or weights["unplaced"]
    number = next((number for number in (10, 100, 1000) if number * weights["wishes"] >= unit), 10_000)
    return gettext("What it costs unmet. Empty: it is a must. %(number)s points are %(worth)s.") % {
        "number": number,
        "worth": worth_text(number * weights["wishes"], weights),
    }


def _beside_a_premiere(ratio: float) -> str:
    if ratio == 1:
        return gettext("weighs as much as a premiere outside the evening")
    if ratio > 1:
        return gettext("weighs as much as %(number)s premieres outside the evening") % {"number": _figure(ratio)}
    return gettext("%(number)s weigh as much as a premiere outside the evening") % {"number": _figure(1 / ratio)}


def _figure(number: float) -> str:
    return f"{number:.{0 if number >= 10 or number == int(number) else 1}f}"
