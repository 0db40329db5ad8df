"""What a screening's form would break and mend: shown before anything is saved, and said once it is."""

import pytest
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Festival, Film, Screening
from tests.desk.forms import complaints, fields_of, said, send
from tests.pages import Element, read
from tests.world import at, festival, film, guest, hall, screening

PREVIEW = "Nothing is saved yet. What this would mean"
LATE = (
    "Odeon, Hall 1 needs 15 min between shows: Cléo ends Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:35, "
    "10 min too early. Move one, or acknowledge it."
)
ADD = "/admin/screenings/screening/add/"


@pytest.fixture
def harbour(db: None) -> Festival:
    return festival(publishing="after-review")


@pytest.fixture
def vagabond(harbour: Festival) -> Screening:
    """Half an hour after Cléo in the same hall."""
    screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    return screening(film(harbour, "Vagabond"), hall(harbour), "2026-10-10 22:00")


def form_of(row: Screening) -> str:
    return reverse("admin:screenings_screening_change", args=[row.pk])


def previewed(response: HttpResponse) -> tuple[list[str], list[str]]:
    """The sentences of what it brings and of what it mends."""
    assert response.status_code == 200
    part = read(response).section(PREVIEW)
    lists = {
        title.text.partition(" (")[0]: _sentences(lines)
        for title, lines in zip(part.all("h3"), part.all("ul"), strict=True)
    }
    return lists.get("It brings", []), lists.get("It resolves", [])


def _sentences(lines: Element) -> list[str]:
    """Without the severity before and the links behind."""
    found = []
    for line in lines.all("li"):
        words = line.text.split(". ", 1)[1]
        links = line.all("a")
        found.append(words[: words.rindex(links[0].text)].strip() if links else words)
    return found


def test_a_look_shows_what_it_breaks_and_saves_nothing(desk: Client, vagabond: Screening) -> None:
    looked = send(desk, form_of(vagabond), "_foresee", starts_at_1="21:35")
    assert previewed(looked) == ([LATE], [])
    text = looked.content.decode()
    assert "Nothing is saved yet." in text
    assert "Please correct the error" not in text
    assert Screening.objects.get(pk=vagabond.pk).starts_at == vagabond.starts_at
    saved = desk.post(form_of(vagabond), {**fields_of(looked), "_save": "1"})
    assert saved.status_code == 302
    assert strip_tags(next(line for line in said(saved) if "brings" in line)).startswith(
        f"This brings: Warning: {LATE}"
    )


def test_a_look_and_a_save_say_what_is_mended(desk: Client, vagabond: Screening) -> None:
    send(desk, form_of(vagabond), starts_at_1="21:35")
    assert previewed(send(desk, form_of(vagabond), "_foresee", starts_at_1="21:45")) == ([], [LATE])
    answer = send(desk, form_of(vagabond), starts_at_1="21:45")
    assert [line.split(" Cléo,")[0] for line in map(strip_tags, said(answer)) if "This" in line] == [
        f"This resolves: Warning: {LATE}"
    ]


def test_a_change_that_means_nothing_says_so_before_and_nothing_after(desk: Client, vagabond: Screening) -> None:
    looked = send(desk, form_of(vagabond), "_foresee", notes="Bring flowers.")
    assert previewed(looked) == ([], [])
    assert "It breaks nothing and resolves nothing." in looked.content.decode()
    assert not [line for line in said(send(desk, form_of(vagabond), notes="Bring flowers.")) if "This " in line]


def test_a_new_screening_can_be_looked_at_with_guests_that_are_not_saved(desk: Client, vagabond: Screening) -> None:
    of = vagabond.festival
    agnes = guest(of)
    vagabond.guests.add(agnes)
    typed = {
        "film": Film.objects.get(title="Cléo").pk, "hall": hall(of, "Hall 2").pk, "starts_at_0": "2026-10-10",
        "starts_at_1": "22:10", "guests": [agnes.pk],
    }  # fmt: skip
    brings, mends = previewed(send(desk, ADD, "_foresee", **typed))
    assert len(brings) == 2
    assert brings[0].startswith("Agnès Varda is expected twice: Vagabond ends Sat 10 Oct 23:30")
    assert brings[1].startswith("Cléo is shown twice on one day")
    assert mends == []
    assert Screening.objects.count() == 2


def test_what_is_wrong_in_the_form_is_said_instead(desk: Client, vagabond: Screening) -> None:
    looked = send(desk, form_of(vagabond), "_foresee", starts_at_1="25:00")
    assert complaints(looked)
    assert PREVIEW not in read(looked).headings


def test_a_look_costs_the_same_for_one_conflict_as_for_many(desk: Client, vagabond: Screening) -> None:
    sent = {**fields_of(desk.get(form_of(vagabond))), "_foresee": "1", "starts_at_1": "20:05"}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.post(form_of(vagabond), sent)
        return len(queries)

    few = cost()
    for number in range(3):
        screening(film(vagabond.festival, f"Short {number}"), hall(vagabond.festival), "2026-10-10 20:10")
    assert cost() == few


@pytest.mark.parametrize("subject", ["hall", "film", "guest"])
def test_what_screenings_depend_on_says_what_its_save_breaks_and_resolves(
    desk: Client, vagabond: Screening, subject: str
) -> None:
    cleo = Film.objects.get(title="Cléo")
    comes = guest(vagabond.festival, arrives_at=at("2026-10-09 12:00"))
    vagabond.guests.add(comes)
    first, back = {
        "hall": ((vagabond.hall, {"changeover": "60"}), {"changeover": ""}),
        "film": ((cleo, {"runtime": "115"}), {"runtime": "90"}),
        "guest": ((comes, {"arrives_at_0": "2026-10-11"}), {"arrives_at_0": "2026-10-09"}),
    }[subject]
    row, typed = first
    told = [strip_tags(line) for line in said(send(desk, _page_of(row), **typed)) if "This " in line]
    sentence = {
        "hall": "This brings: Warning: Odeon, Hall 1 needs 60 min between shows: Cléo ends Sat 10 Oct 21:30",
        "film": "This brings: Warning: Odeon, Hall 1 needs 15 min between shows: Cléo ends Sat 10 Oct 21:55",
        "guest": "This brings: Warning: ",
    }[subject]
    assert [line[: len(sentence)] for line in told] == [sentence]
    told = [strip_tags(line) for line in said(send(desk, _page_of(row), **back)) if "This " in line]
    assert [line.partition(":")[0] for line in told] == ["This resolves"]


def test_a_closed_hall_says_what_it_was_to_show_and_a_new_seat_says_nothing(desk: Client, vagabond: Screening) -> None:
    closes = {"closures-TOTAL_FORMS": "1", "closures-0-first_day": "2026-10-10", "closures-0-last_day": "2026-10-10"}
    told = [strip_tags(line) for line in said(send(desk, _page_of(vagabond.hall), **closes)) if "This " in line]
    assert len(told) == 1
    assert told[0].startswith(
        "This brings: Warning: Odeon, Hall 1 is closed on Sat 10 Oct, but shows Cléo Sat 10 Oct 20:00."
    )
    assert "but shows Vagabond Sat 10 Oct 22:00." in told[0]
    told = said(send(desk, _page_of(vagabond.hall), capacity="121"))
    assert not [line for line in told if "This " in line]


def _page_of(row: Model) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_change", args=[row.pk])
