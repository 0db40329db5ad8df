"""Whoever publishes while the site is exported: the files are of one publication. Work on the board is no matter."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import Client
from icalendar import Calendar

from screenings.management.site_export import _Answer, _Site
from screenings.models import Screening
from screenings.publishing import publish
from tests import world
from tests.management.exporting import export, files, rich
from tests.world import SPRING, saved


def meanwhile(monkeypatch: pytest.MonkeyPatch, path: str, change: Callable[[], object], *, times: int = 1) -> list[str]:
    """Change something each time that the export has just read this path. Gives the paths that it reads."""
    read: list[str] = []
    ask_site = _Site.ask

    def asked(site: _Site, asked_for: str, etag: str = "") -> _Answer:
        answer = ask_site(site, asked_for, etag)
        read.append(asked_for)
        if asked_for == path and read.count(path) <= times:
            change()
        return answer

    monkeypatch.setattr(_Site, "ask", asked)
    return read


@pytest.mark.django_db(transaction=True)
def test_a_publication_meanwhile_begins_it_again(
    exports: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    festival = rich()
    world.published(festival)

    def publish_without_the_last() -> None:
        Screening.objects.filter(film__title="Film 3").delete()
        publish(festival, at=SPRING + timedelta(days=3))

    read = meanwhile(monkeypatch, "/harbour/screenings.ics", publish_without_the_last)
    found = export(tmp_path / "site")
    assert read.count("/harbour/screenings.ics") == 2
    for name in ("screenings.ics", "screenings.json", "programme.json", "schedule.xml"):
        assert found[f"harbour/{name}"] == client.get(f"/harbour/{name}").getvalue(), name
    calendar = Calendar.from_ical(found["harbour/screenings.ics"])
    cancelled = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT") if event["STATUS"] == "CANCELLED"]
    assert len(cancelled) == 1
    assert "Film 3" in cancelled[0]


@pytest.mark.django_db(transaction=True)
def test_publications_without_end_leave_what_was_there_and_work_on_the_timetable_does_not_disturb(
    exports: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    festival = rich()
    world.published(festival)
    first = export(tmp_path / "site")
    screening = Screening.objects.get(film__title="Film 3")
    days = count(3)

    def move() -> None:
        assert screening.starts_at
        screening.starts_at += timedelta(minutes=5)
        saved(screening)

    def move_and_publish() -> None:
        move()
        publish(festival, at=SPRING + timedelta(days=next(days)))

    with monkeypatch.context() as patched:
        read = meanwhile(patched, "/harbour/screenings.ics", move, times=99)
        assert export(tmp_path / "site") == first
        assert read.count("/harbour/screenings.ics") == 1
    with monkeypatch.context() as patched:
        meanwhile(patched, "/harbour/screenings.ics", move_and_publish, times=99)
        with pytest.raises(CommandError, match="What is public changed all the while"):
            export(tmp_path / "site")
    assert files(tmp_path / "site") == first
