"""One price of a line, or none where a reader could take it for another."""

import pytest

from screenings.text.prices import single_price


@pytest.mark.parametrize(
    ("line", "price"),
    [
        ("€12", ("12", "EUR")),
        ("12,50 €", ("12.50", "EUR")),
        ("£ 9.00", ("9.00", "GBP")),
        ("CHF 18.–", ("18", "CHF")),
        ("120 SEK", ("120", "SEK")),
        ("25 zł", ("25", "PLN")),
        ("12", None),
        ("$12", None),
        ("€12 / €9", None),
        ("€12, concessions €9", None),
        ("from €12", None),
        ("€12 EUR", None),
        ("12 XYZ", None),
        ("€1.000", None),
        ("free", None),
        ("", None),
    ],
)
def test_a_price_is_one_amount_in_one_currency(line: str, price: tuple[str, str] | None) -> None:
    assert single_price(line) == price
