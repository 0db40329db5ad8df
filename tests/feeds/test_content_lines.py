import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screenings.feeds.content_lines import clean_line, escape_text, fold_line, web_address
from tests.feeds.strict_reader import unescaped

PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=400)


@given(PRINTABLE)
@example("x" * 74 + "\\\\" * 40)
@example(" ".join("abcdefghij" * 30))
@example(" " * 300)
@example("a" + "\\" * 300)
@example("🎬" * 100)
def test_a_folded_line_unfolds_to_itself_and_fits(line: str) -> None:
    text = fold_line(line)
    assert text.endswith("\r\n")
    assert text.removesuffix("\r\n").replace("\r\n ", "") == line
    assert max(len(piece.encode()) for piece in text.split("\r\n")) <= 75


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert fold_line("x" * 75) == "x" * 75 + "\r\n"
    assert fold_line("x" * 76) == "x" * 75 + "\r\n x\r\n"


def test_an_escape_stays_whole_and_no_piece_begins_or_ends_with_a_space() -> None:
    assert fold_line("x" * 74 + "\\,y") == "x" * 74 + "\r\n \\,y\r\n"
    assert fold_line("x" * 73 + "\\\\y") == "x" * 73 + "\\\\" + "\r\n y\r\n"
    assert fold_line("x" * 73 + "ab cd") == "x" * 73 + "a\r\n b cd\r\n"
    assert fold_line("x" * 72 + "ab cd") == "x" * 72 + "a\r\n b cd\r\n"


@given(st.text(st.characters(exclude_characters="\r"), max_size=80))
def test_an_escaped_text_reads_back(text: str) -> None:
    assert unescaped(escape_text(text)) == text


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_a_clean_line_stays_as_it_is_and_fits_utf8(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert line.encode().decode().splitlines() in ([line], [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://festival.example/a?b=c&d=e#f", "https://festival.example/a?b=c&d=e#f"),
        ("https://festival.example/été 1", "https://festival.example/%C3%A9t%C3%A9%201"),
        ("https://festival.example/100%25", "https://festival.example/100%25"),
        ("https://festival.example/\r\nATTENDEE:x", "https://festival.example/%20ATTENDEE:x"),
        ("https://festival.example/100%/%zz/%C3", "https://festival.example/100%25/%25zz/%C3"),
        ("https://festival.example/a[1]?b[]=2#c#d", "https://festival.example/a%5B1%5D?b%5B%5D=2#c%23d"),
        ("https://[2001:db8::1]:8443/[a]", "https://[2001:db8::1]:8443/%5Ba%5D"),
        ("HTTPS://Festival.example/", "https://Festival.example/"),
        ("https://festival.example:port/", ""),
        ("javascript:alert(1)", ""),
        ("https:", ""),
        ("http://[", ""),
        ("no address", ""),
        ("", ""),
    ],
)
def test_an_address_is_plain_ascii_or_nothing(text: str, address: str) -> None:
    assert web_address(text) == address
