"""What a weight is worth, in premieres outside the evening."""

from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.wording.weights import points_help, weight_sentence, worth_text


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


def test_a_sum_is_told_in_premieres_or_else_in_screenings_without_a_place() -> None:
    weights = {**DEFAULT_WEIGHTS, "premiere-hour": 4, "unplaced": 200}
    assert worth_text(3, weights) == "less than a premiere outside the evening"
    assert worth_text(4, weights) == "as much as 1 premiere outside the evening"
    assert worth_text(10, weights) == "as much as 2.5 premieres outside the evening"
    assert worth_text(1000, weights) == "as much as 250 premieres outside the evening"
    weights["premiere-hour"] = 0
    assert worth_text(199, weights) == "less than a screening without a place"
    assert worth_text(200, weights) == "as much as 1 screening without a place"
    assert worth_text(500, weights) == "as much as 2.5 screenings without a place"
    assert worth_text(5, {**weights, "unplaced": 0}) == "less than a screening without a place"


def test_what_points_mean_is_told_for_as_many_as_make_a_premiere() -> None:
    weights = {**DEFAULT_WEIGHTS, "premiere-hour": 4, "unplaced": 200, "wishes": 1}
    said = "What it costs unmet. Empty: it is a must. "
    assert points_help(weights) == f"{said}10 points are as much as 2.5 premieres outside the evening."
    assert points_help({**weights, "premiere-hour": 40}) == (
        f"{said}100 points are as much as 2.5 premieres outside the evening."
    )
    assert points_help({**weights, "premiere-hour": 0, "wishes": 2}) == (
        f"{said}100 points are as much as 1 screening without a place."
    )
    assert "not counted now" in points_help({**weights, "wishes": 0})
