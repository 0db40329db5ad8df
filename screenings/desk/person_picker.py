"""A box to choose a person from, which also takes a name that nobody has yet: who is new is made with the row."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from screenings.desk.guest_picker import ADD_PERSON, people_to_invite
from screenings.desk.lookups import parse_pk
from screenings.desk.people_by_name import NEW, add_person, films_text, people_almost_called
from screenings.desk.widgets import Autocomplete, PreloadedLabelsFormSet, RowForm
from screenings.models import Credit, Guest, Person, Screening
from screenings.text.cleaning import is_storable, is_visible, name_key, one_line


def new_name(value: Any) -> str:
    """The name that a choice makes somebody of; empty for a choice of somebody who is there."""
    text = str(value or "")
    return one_line(text.removeprefix(NEW)) if text.startswith(NEW) and is_storable(text) else ""


class PersonInput(Autocomplete):
    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        typed = next(filter(None, map(new_name, value)), "")
        if not typed:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, f"{NEW}{typed}", typed, True, 1))
        return [(None, options, 0)]


class PersonChoiceField(forms.ModelChoiceField):
    """Cleans to somebody who is there, or to a person who is not saved yet: the form does that."""

    def to_python(self, value: Any) -> Person | None:
        if typed := new_name(value):
            return Person(name=Person._meta.get_field("name").clean(typed, None))
        person: Person | None = super().to_python(value)
        return person


class NewPersonForm(forms.ModelForm):
    """Saves who is new first. Two rows of one page that name the same new person mean one."""

    made: dict[str, Person] | None = None

    def _get_validation_exclusions(self) -> set[str]:
        names: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs lack it
        return names | {"person"} if self._is_new() else names

    def _is_new(self) -> bool:
        person = self.cleaned_data.get("person")
        return person is not None and person.pk is None

    def save(self, commit: bool = True) -> Any:
        if self._is_new():
            name = self.cleaned_data["person"].name
            made = {} if self.made is None else self.made
            key = name_key(name)
            if key not in made:
                made[key] = add_person(name)
            self.instance.person = self.cleaned_data["person"] = made[key]
        return super().save(commit)


class NewPersonRowForm(NewPersonForm, RowForm):
    pass


class PeopleFormSet(PreloadedLabelsFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.made = self.__dict__.setdefault("made", {})


class PeopleByNameAdmin(BaseModelAdmin):
    """For rows with a `person`: whoever may add people may type a new one's name. Its form is a NewPersonForm."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person" and request.user.has_perm(ADD_PERSON):
            kwargs |= {"form_class": PersonChoiceField, "widget": PersonInput(db_field, self.admin_site)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PeopleAutocomplete(AutocompleteJsonView):
    """The answers of every box; below people and guests who match, the name as it was typed, for somebody new."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.model_admin.model is Guest and self.source_field.model is Screening:
            return self._with_people_to_invite(request, json.loads(response.content))
        if self.model_admin.model is not Person:
            return response
        answer = json.loads(response.content)
        results = answer["results"]
        names = {_name_in(result) for result in results}
        _tell_apart(results)
        if not answer["pagination"]["more"]:
            term = self._term()
            if not results and term:
                near = people_almost_called([term])[name_key(term)]
                results += ({"id": str(person.pk), "text": person.name} for person in near)
            if self.source_field.model in (Credit, Guest) and request.user.has_perm(ADD_PERSON):
                results += _somebody_new(term, name_key(term) in names, _("Add “%(name)s” to the people"))
        return JsonResponse(answer)

    def _term(self) -> str:
        return one_line(self.term) if is_storable(self.term) else ""

    def _with_people_to_invite(self, request: HttpRequest, answer: dict[str, Any]) -> HttpResponse:
        festival, term, results = parse_pk(request.GET.get("of_festival", "")), self._term(), answer["results"]
        if festival is not None and not answer["pagination"]["more"]:
            results += people_to_invite(request, term, festival)
            if request.user.has_perms(("screenings.add_guest", ADD_PERSON)):
                is_there = name_key(term) in {_name_in(result) for result in results}
                results += _somebody_new(term, is_there, _("Add “%(name)s” as a guest"))
        return JsonResponse(answer)


def _tell_apart(results: list[dict[str, str]]) -> None:
    """Of several of one name, by their films; a query for each of them."""
    often = Counter(map(_name_in, results))
    for result in results:
        if often[_name_in(result)] > 1 and (films := films_text(int(result["id"]))):
            name = result["text"].partition(" [")[0]
            result["text"] = _("%(name)s of %(films)s") % {"name": name, "films": films}


def _name_in(result: dict[str, str]) -> str:
    """Its key; the text of who is not the first of a name has the end of their address behind it."""
    return name_key(result["text"].partition(" [")[0])


def _somebody_new(term: str, is_there: bool, words: str) -> Iterator[dict[str, str]]:
    if not is_visible(term) or len(term) > (Person._meta.get_field("name").max_length or 0):
        return
    text = _("Somebody else called “%(name)s”") if is_there else words
    yield {"id": f"{NEW}{term}", "text": text % {"name": term}}
