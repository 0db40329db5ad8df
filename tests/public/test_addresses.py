"""The addresses of many pages of one kind."""

from uuid import UUID

import pytest
from django.urls import reverse

from screenings.public.addresses import page_path


@pytest.mark.parametrize("name", ["film", "film-feed", "person", "screening-feed", "section", "timetable-day", "venue"])
def test_an_address_is_the_one_that_django_gives(name: str) -> None:
    for festival in ("harbour", "0", str(UUID(int=0))):
        for part in (UUID(int=7), UUID(int=0)):
            assert page_path(name, festival, part) == reverse(name, args=[festival, part])
