"""What a weight is worth, in premieres outside the evening."""

from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.wording.weights import weight_sentence


def test_a_weight_is_told_beside_a_premiere() -> None:
    weights = {**DEFAULT_WEIGHTS, "premiere-hour": 4, "same-day": 30, "press-first": 25, "waits": 1, "same-part": 3}
    assert weight_sentence("same-day", weights) == "weighs as much as 7.5 premieres outside the evening"
    assert weight_sentence("unplaced", weights) == "weighs as much as 50 premieres outside the evening"
    assert weight_sentence("waits", weights) == "4 weigh as much as a premiere outside the evening"
    assert weight_sentence("same-part", weights) == "1.3 weigh as much as a premiere outside the evening"
    assert weight_sentence("off-quarter", {**weights, "off-quarter": 4}) == (
        "weighs as much as a premiere outside the evening"
    )
    assert weight_sentence("premiere-hour", weights) == "is what the others are compared with"


def test_where_premieres_do_not_count_it_is_told_beside_a_screening_without_a_place() -> None:
    weights = {**DEFAULT_WEIGHTS, "premiere-hour": 0, "unplaced": 200, "same-part": 5}
    assert weight_sentence("same-part", weights) == "40 weigh as much as a screening without a place"
    assert weight_sentence("unplaced", weights) == "counts 200 points"
    assert weight_sentence("premiere-hour", weights) == "is not counted"
