"""No list tells a secret by what it can be narrowed, sorted or searched by, whoever asks."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from screenings.desk.edition_filter import EditionFilter
from screenings.desk.lookups import RestrictedLookupsAdmin
from screenings.models import Festival, Pick, Plan, PlanAddress
from tests.addresses import NOON, the_house, visitor
from tests.pages import listed, read
from tests.world import at, saved

pytestmark = pytest.mark.django_db
# Columns that open something to whoever knows them. A new one of such a name counts by itself.
SECRET_NAMES = ("key", "password", "salt", "digest", "secret", "session")
PUBLIC = {"sort_key", "history_relation"}
LOOKUPS = ("", "__startswith", "__regex", "__iregex", "__contains", "__gt", "__lte", "__in", "__exact", "__isnull")
DEPTH = 3  # relations


def is_secret(field: Any) -> bool:
    named = any(part in SECRET_NAMES for part in field.name.split("_"))
    return not field.is_relation and field.name not in PUBLIC and named


def secret_paths(model: type[Model], depth: int = DEPTH, before: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """Every way from a row of the model to a secret, over relations in both directions."""
    for field in model._meta.get_fields():
        if is_secret(field):
            yield field.name
        elif field.is_relation and depth and field.related_model and field.related_model not in before:
            for path in secret_paths(field.related_model, depth - 1, (*before, model)):  # type: ignore[arg-type]
                yield f"{field.name}__{path}"


@pytest.fixture
def request_of_ada() -> Any:
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("hedy")
    return request


def test_the_secrets_are_known() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if is_secret(field)
    }
    assert found >= {
        "Plan.edit_digest", "PlanAddress.salt", "PlanAddress.digest", "PrivateAddress.salt", "PrivateAddress.digest",
        "User.password",
    }  # fmt: skip


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_list_can_be_narrowed_by_a_secret_over_any_relation(model: type[Model], request_of_ada: Any) -> None:
    own = admin.site.get_model_admin(model)
    assert isinstance(own, RestrictedLookupsAdmin), "derive it from OnlyItsFilters, or from a base of ours that does"
    paths = set(secret_paths(model))
    assert paths
    told = {
        f"{path}{ending}"
        for path in paths
        for ending in LOOKUPS
        if own.lookup_allowed(f"{path}{ending}", "a", request_of_ada)
    }
    assert told == set()


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_list_is_sorted_searched_or_filtered_by_a_secret(model: type[Model], request_of_ada: Any) -> None:
    own = admin.site.get_model_admin(model)
    secrets = set(secret_paths(model))
    columns = [getattr(getattr(own, str(name), None), "admin_order_field", name) for name in own.list_display]
    filters = [each[0] if isinstance(each, tuple) else each for each in own.get_list_filter(request_of_ada)]
    searched = [
        name.partition("__")[0] if name.startswith("^") else name for name in own.get_search_fields(request_of_ada)
    ]
    assert {name for name in (*columns, *filters, *searched) if name in secrets} == set()


@pytest.mark.parametrize("role", ["superuser", "front of house"])
@pytest.mark.parametrize(
    "query",
    [
        "plans__edit_digest__regex=^e", "plans__edit_digest__startswith=e", "plans__edit_digest=edit",
        "plans__addresses__digest__in=share", "plans__addresses__salt__gte=a", "plans__pk__gt=0",
        "plans__picks__title=Cléo", "plans__picks__gt=0",
        "name__regex=(a%2B)%2Bb", "q=edit", "q=shar", "pk__regex=1",
    ],
)  # fmt: skip
def test_a_festival_is_found_by_nothing_that_the_keys_of_its_plans_begin_with(role: str, query: str) -> None:
    the_house()
    of = Festival.objects.get(slug="harbour")
    plan = Plan.objects.create(festival=of, created_at=NOON, changed_at=NOON, edit_digest="edit")
    saved(PlanAddress(plan=plan, kind=PlanAddress.SHARE, salt="salt", digest="share"))
    saved(Pick(plan=plan, film_slug="cleo", title="Cléo", rank="want", seen=1, added_at=NOON))
    client, address = visitor(role), reverse("admin:screenings_festival_changelist")
    told = client.get(f"{address}?{query}")
    if told.status_code == 200:
        assert listed(told) == []
    else:
        assert told.status_code == 400
        assert told.status_code == client.get(f"{address}?{query}zzz").status_code


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_every_filter_that_a_list_offers_can_be_followed(model: type[Model]) -> None:
    the_house()
    client = visitor("superuser")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for part in read(client.get(address)).all("details"):
        offered = [link["href"] for link in part.all("a") if link["href"].startswith("?")]
        for query in {*offered[:1], *offered[-1:]}:
            assert client.get(address + query).status_code == 200, query


def test_a_number_that_no_row_can_have_finds_nothing_in_any_list(request_of_ada: Any) -> None:
    the_house()
    client = visitor("superuser")
    asked = set()
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters: Any = admin.site.get_model_admin(model).get_list_filter(request_of_ada)
        paths = [each[0] if isinstance(each, tuple) else each for each in filters if not isinstance(each, type)]
        relations = [path for path in paths if get_fields_from_path(model, path)[-1].is_relation]
        for path in relations or ["pk"]:
            asked.add(path)
            for query in (f"{path}={2**63}", f"{path}__exact=9_{2**63}", f"{path}__in=1,-{2**70}"):
                told = client.get(f"{address}?{query}")
                assert (told.status_code, listed(told)) == (200, []), address + query
        for each in filters:
            if isinstance(each, type) and issubclass(each, EditionFilter):
                asked.add(each.path)
                told = client.get(f"{address}?{each.parameter_name}={2**63}")
                assert (told.status_code, listed(told)) == (200, []), address
    assert asked >= {"pk", "festival", "hall"}


@time_machine.travel(at("2026-10-10 12:00"), tick=False)
def test_the_links_of_the_desk_lead_to_lists() -> None:
    the_house()
    client = visitor("superuser")
    page = read(client.get(reverse("admin:index")))
    links = [where for _words, where in page.section("Still to do").links] + [page.link("All of today in the list")]
    assert len(links) == 7
    assert {client.get(link).status_code for link in links} == {200}


def test_a_parameter_that_means_nothing_leads_back_to_the_list(client: Client) -> None:
    the_house()
    told = visitor("superuser").get(reverse("admin:screenings_film_changelist"), {"utm_source": "mail"})
    assert (told.status_code, told.headers["Location"].partition("?")[2]) == (302, "e=1")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_column_but_the_key_and_no_relation_can_be_named_as_the_field_that_is_meant(
    model: type[Model], request_of_ada: Any
) -> None:
    own = admin.site.get_model_admin(model)
    names = [field.name for field in model._meta.get_fields() if not getattr(field, "primary_key", False)]
    for name in (*names, "+", "pk", "a__b", "\x00", "é"):
        assert not own.to_field_allowed(request_of_ada, name), name


@pytest.mark.parametrize("page", ["change", "delete", "changelist", "add"])
def test_an_empty_field_means_none_and_a_wrong_one_is_refused(page: str) -> None:
    the_house()
    client = visitor("superuser")
    address = reverse(f"admin:screenings_screening_{page}", args=[1] if page in ("change", "delete") else [])
    told = {
        name: client.get(address, {"_to_field": name}).status_code for name in ("", "+", "uid", "guests", "nothing")
    }
    assert told == {"": 200, "+": 400, "uid": 400, "guests": 400, "nothing": 400}
    assert client.get(address, {"_to_field": "", "_popup": "1"}).status_code == 200
