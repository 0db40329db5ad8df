"""A form that is sent twice counts once, whatever it makes, and the second answer says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from screenings.models import Credit, Festival, Film, FormSubmission, Person, PressQuote, Scenario, Screening
from tests.desk.forms import SENT_TWICE, complaints, fields_of, form_of, said, shown_messages
from tests.desk.list_actions import ask
from tests.world import film, guest, hall, published, saved, screening

Sent = tuple[str, dict[str, Any]]


def adding(desk: Client, model: str, **typed: Any) -> Sent:
    address = reverse(f"admin:screenings_{model}_add")
    return address, {**fields_of(desk.get(address)), "_save": "1", **typed}


def a_film(desk: Client) -> Sent:
    return adding(desk, "film", title="Cléo", slug="cleo")


def a_person(desk: Client) -> Sent:
    return adding(desk, "person", name="Agnès Varda", slug="agnes-varda")


def an_unplaced_screening(desk: Client) -> Sent:
    return adding(desk, "screening", film=str(film(Festival.objects.get()).pk))


def a_copy_of_a_film(desk: Client) -> Sent:
    shown = ask(desk, "duplicate", [film(Festival.objects.get())])
    return shown.wsgi_request.get_full_path(), {**fields_of(shown), "_do": "1"}


def a_repeat(desk: Client) -> Sent:
    row = screening(film(Festival.objects.get()), hall(Festival.objects.get()), "2026-10-10 20:00")
    shown = ask(desk, "repeat", [row], times="2")
    return shown.wsgi_request.get_full_path(), {**fields_of(shown), "_do": "1"}


def a_scenario(desk: Client) -> Sent:
    address = reverse("admin:scenarios", args=[Festival.objects.get().pk])
    return address, {**fields_of(desk.get(address)), "name": "Plan B"}


def a_colleague(desk: Client) -> Sent:
    address = reverse("admin:auth_user_add")
    typed = {"username": "grace", "password1": "a-long-word-9", "password2": "a-long-word-9", "usable_password": "true"}
    return address, {**fields_of(desk.get(address)), **typed}


@pytest.mark.parametrize(
    ("form", "model", "makes"),
    [
        (a_film, Film, 1),
        (a_person, Person, 1),
        (an_unplaced_screening, Screening, 1),
        (a_copy_of_a_film, Film, 1),
        (a_repeat, Screening, 2),
        (a_scenario, Scenario, 1),
        (a_colleague, User, 1),
    ],
)
def test_what_is_sent_twice_is_there_once(
    form: Callable[[Client], Sent], model: type[Model], makes: int, desk: Client, harbour: Festival
) -> None:
    address, fields = form(desk)
    before = model._default_manager.count()
    first, second = desk.post(address, fields), desk.post(address, fields)
    assert model._default_manager.count() == before + makes
    assert (second.status_code, second.url) == (302, first.url)
    assert shown_messages(desk, second) == [SENT_TWICE, *map(strip_tags, said(first))]


@pytest.mark.parametrize(
    ("form", "model"), [(an_unplaced_screening, Screening), (a_copy_of_a_film, Film), (a_repeat, Screening)]
)
def test_what_is_sent_twice_is_there_once_also_while_an_error_keeps_it_from_the_public(
    form: Callable[[Client], Sent], model: type[Model], desk: Client, harbour: Festival
) -> None:
    published(harbour)
    visitor = guest(harbour, "Maya Deren")
    for number in (1, 2):
        row = screening(film(harbour, f"Film {number}"), hall(harbour, f"Hall {number}"), "2026-10-11 18:00")
        row.guests.add(visitor)
    address, fields = form(desk)
    before = model._default_manager.count()
    first, second = desk.post(address, fields), desk.post(address, fields)
    assert "Nothing goes public: 1 error is blocking it." in said(first)[-1]
    assert shown_messages(desk, second)[0] == SENT_TWICE
    assert model._default_manager.count() == before + (2 if form is a_repeat else 1)


def test_the_second_answer_leads_to_the_row_and_names_it(desk: Client, harbour: Festival) -> None:
    address, fields = a_film(desk)
    desk.post(address, fields)
    again = desk.post(address, fields)
    assert form_of(Film.objects.get()) in desk.get(again["Location"]).content.decode()
    desk.get(address)  # another page that says nothing any more
    third = desk.post(address, fields)
    assert shown_messages(desk, third)[:2] == [SENT_TWICE, "The film “Cléo” was added successfully."]


def test_another_button_of_the_same_form_makes_no_second_row(desk: Client, harbour: Festival) -> None:
    address, fields = a_film(desk)
    desk.post(address, fields)
    del fields["_save"]
    desk.post(address, {**fields, "_addanother": "1"})
    assert Film.objects.count() == 1


def test_a_row_added_within_a_form_is_there_once(desk: Client, harbour: Festival) -> None:
    row = film(harbour)
    fields = {
        **fields_of(desk.get(form_of(row))),
        "quotes-TOTAL_FORMS": "1", "quotes-0-text": "A thing of beauty.", "quotes-0-source": "The Paper",
        "quotes-0-order": "0", "_save": "1",
    }  # fmt: skip
    first = desk.post(form_of(row), fields)
    assert first.status_code == 302, complaints(first)
    assert shown_messages(desk, desk.post(form_of(row), fields))[0] == SENT_TWICE
    assert PressQuote.objects.count() == 1


def test_a_pop_up_gives_the_same_row_again(desk: Client, harbour: Festival) -> None:
    address = f"{reverse('admin:screenings_person_add')}?_popup=1"
    fields = {**fields_of(desk.get(address)), "name": "Agnès Varda", "slug": "agnes-varda", "_popup": "1"}
    first, second = desk.post(address, fields), desk.post(address, fields)
    assert Person.objects.count() == 1
    assert first.content == second.content
    assert f"&quot;value&quot;: &quot;{Person.objects.get().pk}&quot;" in second.content.decode()


def test_who_goes_back_and_types_something_else_has_sent_another_form(desk: Client, harbour: Festival) -> None:
    address, fields = a_film(desk)
    desk.post(address, fields)
    desk.post(address, {**fields, "title": "Vagabond", "slug": "vagabond"})
    assert sorted(Film.objects.values_list("title", flat=True)) == ["Cléo", "Vagabond"]


def test_a_form_rendered_anew_may_make_the_same_again(desk: Client, harbour: Festival) -> None:
    for _ in range(2):
        address, fields = an_unplaced_screening_of(desk, harbour)
        assert SENT_TWICE not in said(desk.post(address, fields))
    assert Screening.objects.count() == 2


def an_unplaced_screening_of(desk: Client, of: Festival) -> Sent:
    row = Film.objects.first() or film(of)
    return adding(desk, "screening", film=str(row.pk))


def test_a_form_that_was_refused_can_be_sent_again_as_it_is(desk: Client, harbour: Festival) -> None:
    row = saved(Person(name="Agnès Varda"))
    address, fields = adding(desk, "person", name="Agnès V.", slug=row.slug)
    assert complaints(desk.post(address, fields)) != []
    row.delete()
    answer = desk.post(address, fields)
    assert (answer.status_code, SENT_TWICE in said(answer)) == (302, False)
    assert Person.objects.get().name == "Agnès V."


def test_two_people_who_send_the_same_have_each_sent_their_own(desk: Client, harbour: Festival) -> None:
    address, fields = an_unplaced_screening(desk)
    colleague = Client()
    colleague.force_login(User.objects.create_superuser("grace"))
    desk.post(address, fields)
    assert SENT_TWICE not in said(colleague.post(address, fields))
    assert Screening.objects.count() == 2


def test_what_was_sent_a_week_ago_is_forgotten_when_somebody_signs_in(desk: Client, harbour: Festival) -> None:
    desk.post(*a_film(desk))
    FormSubmission.objects.update(sent_at=timezone.now() - timedelta(days=8))
    desk.post(*a_person(desk))
    User.objects.create_superuser("grace", password="a-long-word-9")
    Client().post(reverse("admin:login"), {"username": "grace", "password": "a-long-word-9"})
    assert FormSubmission.objects.get().next_address == reverse("admin:screenings_person_changelist")


def test_a_failure_half_way_leaves_neither_the_row_nor_the_note_of_it(
    desk: Client, harbour: Festival, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, fields = a_film(desk)
    desk.raise_request_exception = False

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr("screenings.reliability.form_submissions._keep_answer", fail)
        assert desk.post(address, fields).status_code == 500
    assert (Film.objects.count(), FormSubmission.objects.count()) == (0, 0)
    assert desk.post(address, fields).status_code == 302
    assert Film.objects.count() == 1


def forms_without_the_token(response: HttpResponse) -> int:
    forms = [part.split("</form>")[0] for part in response.content.decode().split("<form")[1:]]
    return sum('method="post"' in form and 'name="form_token"' not in form for form in forms)


def test_every_form_of_the_desk_that_posts_has_its_token(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour, directors=("Agnès Varda",)), hall(harbour), "2026-10-10 20:00")
    pages = [
        reverse("admin:index"),
        *(form_of(each) for each in (harbour, row, row.film, row.hall, Credit.objects.get().person)),
        reverse("admin:screenings_film_changelist"),
        reverse("admin:screenings_film_delete", args=[row.film_id]),
        *(
            reverse(f"admin:{name}", args=[harbour.pk])
            for name in ("board", "scenarios", "proposals", "conflicts", "publish-review")
        ),
    ]
    assert [page for page in pages if forms_without_the_token(desk.get(page))] == []
