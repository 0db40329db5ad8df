"""Secret addresses of private calendars: long, kept nowhere, revoked and replaced one by one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import override_settings

from screenings.models import PrivateAddress, PrivateCalendar, Screening
from screenings.sheets.private_addresses import (
    find_address,
    make_address,
    private_calendar_address,
    replace_address,
    revoke_address,
    secret_token,
)
from tests.world import SPRING, festival, film, hall, published, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Screening:
    of = festival()
    row = screening(film(of), hall(of), "2026-10-10 20:00")
    published(of)
    return row


def test_the_secret_is_long_and_nowhere_in_the_database(evening: Screening) -> None:
    address = make_address(evening.festival, evening.hall, given_to="Anna", by=None, at=SPRING)  # type: ignore[arg-type]
    token = secret_token(address)
    assert len(token) == 24  # 144 bits
    with connection.cursor() as cursor:
        for table in ("screenings_privateaddress", "screenings_privatecalendar", "screenings_privateentry"):
            cursor.execute(f"SELECT * FROM {table}")
            assert token not in str(cursor.fetchall())
    assert private_calendar_address(address.calendar, token) == f"https://harbour.example/harbour/house/{token}.ics"
    assert find_address("harbour", token) == address
    assert find_address("elsewhere", token) is None
    assert find_address("harbour", token[:-1]) is None


def test_an_address_is_revoked_once_and_replaced_by_another(evening: Screening) -> None:
    address = make_address(evening.festival, evening.hall, given_to="Anna", by=None, at=SPRING)  # type: ignore[arg-type]
    token = secret_token(address)
    other = replace_address(address, by=None, at=SPRING)
    assert other is not None
    assert (other.given_to, find_address("harbour", token)) == ("Anna", None)
    assert find_address("harbour", secret_token(other)) == other
    assert replace_address(address, by=None, at=SPRING) is None
    assert (revoke_address(other, at=SPRING), revoke_address(other, at=SPRING)) == (True, False)
    assert find_address("harbour", secret_token(other)) is None
    assert PrivateAddress.objects.count() == 2


def test_with_another_secret_key_an_address_works_and_is_shown_only_by_the_old_one(evening: Screening) -> None:
    address = make_address(evening.festival, evening.hall, given_to="Anna", by=None, at=SPRING)  # type: ignore[arg-type]
    token = secret_token(address)
    with override_settings(SECRET_KEY="another"):
        assert (secret_token(address), find_address("harbour", token)) == ("", address)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=["only-for-tests"]):
        assert secret_token(address) == token


def test_a_calendar_is_of_one_thing_and_a_name_can_be_printed(evening: Screening) -> None:
    with pytest.raises(ValidationError, match="visible"):
        make_address(evening.festival, evening.hall, given_to="\u200b", by=None, at=SPRING)  # type: ignore[arg-type]
    assert not PrivateCalendar.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateCalendar.objects.create(festival=evening.festival, changed_at=SPRING)
