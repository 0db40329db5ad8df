"""Small words of a listing."""

from screenings.templatetags.showings import query_with, without


def test_a_query_is_joined_and_taken_apart() -> None:
    assert query_with("q=a&venue=b", sort="title", page=2) == "?q=a&venue=b&sort=title&page=2"
    assert query_with("", sort="", page=None) == "?"
    assert without("day=1&q=a&venue=b", "q") == "day=1&venue=b"
    assert without("quality=1&q=a", "q") == "quality=1"
    assert without("", "q") == ""
