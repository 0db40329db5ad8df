"""What a page says of itself to search engines and to whoever shares it: description, picture, structured data."""

from screenings.heads.cards import festival_card, film_card
from screenings.heads.pages import Head, festival_head, film_head, person_head, section_head, venue_head

__all__ = [
    "Head", "festival_card", "festival_head", "film_card", "film_head", "person_head", "section_head", "venue_head",
]  # fmt: skip
