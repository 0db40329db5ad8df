import re

import pytest

from screenings.assistant.patterns import lazy_pattern


def test_a_pattern_matches_as_a_compiled_one_does() -> None:
    lazy = lazy_pattern(r"(?P<hours>\d{1,2})h(\d\d)", re.IGNORECASE)
    compiled = re.compile(r"(?P<hours>\d{1,2})h(\d\d)", re.IGNORECASE)
    for text in ("19H30", "at 9h05, 21h15", "19:30", ""):
        assert lazy.findall(text) == compiled.findall(text)
        assert bool(lazy.fullmatch(text)) == bool(compiled.fullmatch(text))
        assert lazy.sub("-", text) == compiled.sub("-", text)
    assert (lazy.pattern, lazy.flags) == (compiled.pattern, compiled.flags)
    assert [match["hours"] for match in lazy.finditer("9h05, 21h15")] == ["9", "21"]


def test_nothing_is_compiled_before_the_first_use() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        wrong.search("")
