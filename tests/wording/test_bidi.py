"""A name in a sentence leaves the rest of the sentence as it is."""

from screenings.wording.bidi import bidi_isolated


def test_a_title_from_right_to_left_does_not_turn_the_times_round() -> None:
    assert bidi_isolated("Vagabond") == "Vagabond"
    assert bidi_isolated("مرحبا") == "\u2068مرحبا\u2069"
