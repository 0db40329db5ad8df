"""A name in a sentence leaves the rest of the sentence as it is."""

from screenings.wording.names import isolated


def test_a_title_from_right_to_left_does_not_turn_the_times_round() -> None:
    assert isolated("Vagabond") == "Vagabond"
    assert isolated("مرحبا") == "\u2068مرحبا\u2069"
