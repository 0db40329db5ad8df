"""Cards: their size, their words, and that nobody ever sees a row of empty boxes."""

import io

import pytest
from PIL import Image, ImageDraw

from screenings.images import fonts, title_card
from screenings.images.contrast import contrast_ratio
from screenings.images.fonts import (
    BUILT_IN_FACE,
    covers,
    first_drawable,
    font,
    installed_faces,
    truncated_lines,
    wrapped_lines,
)
from screenings.images.title_card import INK, TitleCard, card_png, darkened
from screenings.text.colours import channels

CARD = TitleCard("All of Us Strangers", byline="Andrew Haigh · 2023", festival="Sunset", dates="9 to 20 October 2024")


@pytest.fixture
def _pillows_font_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without any font."""
    monkeypatch.setattr(title_card, "DISPLAY", (BUILT_IN_FACE,))
    monkeypatch.setattr(title_card, "TEXT", (BUILT_IN_FACE,))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that is drawn."""
    lines: list[str] = []
    draw = ImageDraw.ImageDraw.text

    def note(self: ImageDraw.ImageDraw, xy: tuple[float, float], text: str, **options: object) -> None:
        lines.append(text)
        draw(self, xy, text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", note)
    return lines


def test_a_card_is_a_png_of_the_size_that_networks_show(said: list[str]) -> None:
    image = Image.open(io.BytesIO(card_png(CARD)))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert (said[0], " ".join(said[1:-2]), said[-2:]) == (
        "Sunset", "All of Us Strangers", ["Andrew Haigh · 2023", "9 to 20 October 2024"],
    )  # fmt: skip


def test_the_same_card_gives_the_same_bytes_and_tag_and_another_another() -> None:
    assert card_png(CARD) == card_png(TitleCard(*(getattr(CARD, name) for name in TitleCard.__slots__)))
    other = TitleCard("All of Us Stranger", byline=CARD.byline, festival=CARD.festival, dates=CARD.dates)
    assert card_png(other) != card_png(CARD)
    moved = TitleCard("", ("All of Us Strangers",), byline=CARD.byline, festival=CARD.festival, dates=CARD.dates)
    assert len({CARD.tag, other.tag, moved.tag}) == 3
    assert CARD.tag == TitleCard(*(getattr(CARD, name) for name in TitleCard.__slots__)).tag


@pytest.mark.usefixtures("_pillows_font_alone")
@pytest.mark.parametrize(
    ("card", "title"),
    [
        (TitleCard("Amélie – «Łódź»", festival="F"), 'Amelie - "'),
        (TitleCard("千と千尋の神隠し", ("Spirited Away",), festival="F"), "Spirited Away"),
        (TitleCard("千と千尋の神隠し", festival="Harbour"), "Harbour"),
        (TitleCard("Love \U0001f3ac Story", festival="F"), "Love Story"),
    ],
)
def test_without_fonts_what_can_be_drawn_is_drawn(said: list[str], card: TitleCard, title: str) -> None:
    card_png(card)
    assert " ".join(said[1:]).startswith(title)


@pytest.mark.parametrize("text", ["\U000f1234", "\ufffe", "\x07", "千\u0378", "", "   ", "\u200b"])
def test_a_text_of_nothing_that_can_be_drawn_draws_no_box(text: str, said: list[str]) -> None:
    card_png(TitleCard(text, byline=text, dates=text))
    assert [line for line in said if not all(covers(face, line) for face in installed_faces((BUILT_IN_FACE,)))] == []


def test_every_line_of_any_title_is_covered_by_a_face(said: list[str]) -> None:
    for title in ("Молох", "שלום", "مرحبا", "日本", "हिन्दी", "ไทย", "\U0001f3ac", "a\u0301\u0301\u0301"):
        card_png(TitleCard(title, festival="Harbour"))
    everything = set(fonts.DISPLAY) | set(fonts.TEXT)
    faces = installed_faces(tuple(sorted(everything)))
    assert [line for line in said if not any(covers(face, line) for face in faces)] == []


@pytest.mark.parametrize("colour", ["#ffffff", "#ffdd00", "#8c1c3a", "#000000", "", "#00ff00"])
def test_the_words_can_be_read_on_any_colour(colour: str) -> None:
    assert contrast_ratio(darkened(colour), INK) >= 7


@pytest.mark.parametrize("title", ["W" * 200, "word " * 40, "Donaudampfschifffahrtsgesellschaftskapitänsmütze und so"])
def test_no_title_leaves_the_card(title: str, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.open(io.BytesIO(card_png(TitleCard(title, byline="B", festival="F", dates="R")))).convert("RGB")
    edge = [image.getpixel((x, y)) for x in (1130, 1195) for y in range(630)]
    assert set(edge) == {channels(darkened(""))}
    assert len(said) <= 4 + 3


def test_lines_break_between_words_and_a_cut_one_says_so() -> None:
    letters = font(BUILT_IN_FACE, 40)
    assert letters is not None
    lines = wrapped_lines("one two three four five six", letters, 200)
    assert " ".join(lines) == "one two three four five six"
    assert all(letters.getlength(line) <= 200 for line in lines)
    assert truncated_lines(lines, 2, letters, 200)[-1].endswith("…")
    assert letters.getlength(truncated_lines(lines, 2, letters, 200)[-1]) <= 200
    assert "".join(wrapped_lines("x" * 60, letters, 200)) == "x" * 60


def test_accents_are_kept_where_a_font_has_them() -> None:
    faces = installed_faces(fonts.DISPLAY)
    expected = "Amélie" if any(covers(face, "é") for face in faces) else "Amelie"
    assert first_drawable(["Amélie"], faces)[0] == expected
