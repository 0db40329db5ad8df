"""A screening's box of guests, which also takes people who are no guests yet, and a name that nobody has yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from screenings.desk.lookups import parse_pk
from screenings.desk.people_by_name import NEW, add_person, people_almost_called
from screenings.desk.search import column_has
from screenings.desk.widgets import AutocompleteMultiple, PkMultipleChoiceField
from screenings.models import Festival, Guest, Person
from screenings.text.cleaning import is_storable, name_key, one_line

PERSON = "person:"  # before the key of somebody who is to be a guest
MAX_PEOPLE_OFFERED = 5
MAX_GUESTS_ADDED = 20
ADD_GUEST, ADD_PERSON = "screenings.add_guest", "screenings.add_person"


def _person_of(value: Any, *, may_add: bool) -> Person | None:
    """Whom a choice makes a guest of, who is not saved yet where a name was typed; None for guests that are there.

    Raises ValidationError for what is no name, or nobody.
    """
    text = str(value)
    if text.startswith(NEW) and may_add:
        name = one_line(text.removeprefix(NEW)) if is_storable(text) else ""
        return Person(name=Person._meta.get_field("name").clean(name, None))
    if not text.startswith(PERSON):
        return None
    person = Person.objects.filter(pk=parse_pk(text.removeprefix(PERSON)) or 0).first()
    if person is None:
        raise ValidationError(_("This person is not there any more."), "invalid_choice")
    return person


class GuestsInput(AutocompleteMultiple):
    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        """What was chosen of people who are no guests yet stays chosen where the form is shown again."""
        (default, options, index), *others = super().optgroups(name, value, attr)
        for number, chosen in enumerate(value, start=len(options)):
            try:
                person = _person_of(chosen, may_add=True)
            except ValidationError:
                continue
            if person is not None:
                options.append(self.create_option(name, chosen, str(person), True, number))
        return [(default, options, index), *others]


class GuestsChoiceField(PkMultipleChoiceField):
    """Cleans to guests, those who are new among them without a key: the form saves them."""

    may_add_people = False

    def clean(self, value: Any) -> Any:
        people = {str(each): _person_of(each, may_add=self.may_add_people) for each in value or ()}
        there = super().clean([each for each, person in people.items() if person is None])
        added = [Guest(person=person) for person in people.values() if person is not None]
        if len(added) > MAX_GUESTS_ADDED:
            raise ValidationError(_("Add %(most)s guests at most at once.") % {"most": MAX_GUESTS_ADDED})
        return [*there, *added] if added else there


def save_new_guests(guests: Any, festival: Festival) -> list[Guest]:
    """All of them, those who are new with a row of their own; nobody twice."""
    people: dict[str, Person] = {}
    saved: list[Guest] = []
    for guest in guests:
        if guest.pk is None:
            person = guest.person
            if person.pk is None:
                key = name_key(person.name)
                person = people[key] = people.get(key) or add_person(person.name)
            guest, _is_new = Guest.objects.get_or_create(festival=festival, person=person)
        saved.append(guest)
    return saved


class GuestsByNameAdmin(BaseModelAdmin):
    """For rows with `guests`: whoever may add guests may add them there, by name."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "guests" or not request.user.has_perm(ADD_GUEST):
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        widget = GuestsInput(db_field, self.admin_site)
        field: Any = super().formfield_for_manytomany(
            db_field, request, **kwargs, form_class=GuestsChoiceField, widget=widget
        )
        field.may_add_people = request.user.has_perm(ADD_PERSON)
        return field


def people_to_invite(request: HttpRequest, term: str, festival: int) -> Iterator[dict[str, str]]:
    """Below the guests who match: people who are none yet, those whose name is one slip away, and somebody new."""
    if not term.strip() or not request.user.has_perm(ADD_GUEST):
        return
    matching = column_has("sort_key", term) | Q(*(("name__icontains", word) for word in term.split()))
    guests = {guest.person_id: guest.pk for guest in Guest.objects.filter(festival=festival)}
    people = list(
        Person.objects.filter(matching).exclude(pk__in=guests).order_by("sort_key", "pk")[:MAX_PEOPLE_OFFERED]
    )
    for person in people:
        yield _to_invite(person)
    if people or Person.objects.filter(matching).exists():
        return
    for person in people_almost_called([term])[name_key(term)]:
        is_guest = person.pk in guests
        yield {"id": str(guests[person.pk]), "text": str(person)} if is_guest else _to_invite(person)


def _to_invite(person: Person) -> dict[str, str]:
    return {"id": f"{PERSON}{person.pk}", "text": _("%(name)s, not a guest yet") % {"name": person}}
