"""Whatever was rolled back is not told as done, on the next page neither."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from screenings.models import Acknowledgement, Festival, Publication, RuleSetting, Screening
from screenings.publishing import preview_publication
from tests.desk.forms import fields_of
from tests.pages import messages
from tests.world import SPRING, film, hall, published, saved, screening


@pytest.fixture
def ada(db: None) -> Client:
    """A fault of ours is a 500, as for everybody."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def short_changeover(harbour: Festival) -> Screening:
    """Not public: there is no time to clean the hall after the screening that is."""
    saved(RuleSetting(festival=harbour, code="changeover-too-short", severity="error"))
    screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return screening(film(harbour, "Vagabond"), hall(harbour), "2026-10-10 21:40")


def _acknowledging(row: Screening) -> dict[str, Any]:
    [conflict] = preview_publication(row.festival, at=SPRING).blocking
    return {"conflict": conflict.fingerprint, "acknowledge": "chosen", "reason": "One ticket for both"}


def _moving(row: Screening) -> dict[str, Any]:
    return {"starts_at_1": "22:00", "_save": "1"}


def _fails_to_publish(execute: Any, sql: str, *args: Any) -> Any:
    if sql.startswith('INSERT INTO "screenings_publication"'):
        raise RuntimeError("a fault nobody has thought of")
    return execute(sql, *args)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("admin:publish-review", _acknowledging),
        ("admin:conflicts", _acknowledging),
        ("admin:screenings_screening_change", _moving),
    ],
)
def test_what_is_rolled_back_with_a_fault_is_not_told_as_done_on_the_next_page(
    ada: Client, short_changeover: Screening, name: str, typed: Any
) -> None:
    row = short_changeover
    address = reverse(name, args=[row.pk if "screening_" in name else row.festival_id])
    form = {**fields_of(ada.get(address)), **typed(row)}
    with connection.execute_wrapper(_fails_to_publish):
        assert ada.post(address, form).status_code == 500
    assert not Acknowledgement.objects.exists()
    assert Screening.objects.get(pk=row.pk).starts_at == row.starts_at
    assert _told(ada, address) == []
    # The control: the same, where nothing fails, is told.
    ada.post(address, {**fields_of(ada.get(address)), **typed(row)})
    assert Publication.objects.count() == 2
    assert any("Public now, as publication 2" in line for line in _told(ada, address))


def _told(client: Client, address: str) -> list[str]:
    return messages(client.get(address))
