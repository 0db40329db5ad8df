"""People as they are typed: a name makes the person or chooses the one there is; of several it asks who is meant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screenings.assistant.near_names import pairs_one_letter_apart
from screenings.models import Credit, Film, Person, Role
from screenings.text.cleaning import fold, name_key, one_line

NEW = "new:"  # before the key of a name, for somebody who is not there yet
MAX_NAMES = 20
MAX_FILMS_NAMED = 3


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """A name that was typed, and whom it means; None for somebody new."""

    name: str
    person: Person | None


def typed_names(text: str) -> list[str]:
    """Names with commas or ampersands between them, each once."""
    names = [one_line(name) for name in text.replace("&", ",").replace(";", ",").split(",")]
    return list({name_key(name): name for name in names if name}.values())


def people_named(names: Iterable[str]) -> dict[str, list[Person]]:
    """By the key of each name. One query, over everybody's names."""
    found: dict[str, list[Person]] = {name_key(name): [] for name in names}
    if found:
        for person in Person.objects.only("pk", "name", "slug").order_by("pk"):
            if (key := name_key(person.name)) in found:
                found[key].append(person)
    return found


def people_almost_called(names: Iterable[str]) -> dict[str, list[Person]]:
    """By the key of each name, those whose name is one slip or its accents away. One query, over everybody's names."""
    typed = {name_key(name): fold(name) for name in names}
    found: dict[str, list[Person]] = {key: [] for key in typed}
    if not typed:
        return found
    people: dict[str, list[Person]] = {}
    for person in Person.objects.only("pk", "name", "slug").order_by("pk"):
        people.setdefault(fold(person.name), []).append(person)
    # Those that are asked for come first: of three that are near each other, pairs are made with the first.
    slips = list(pairs_one_letter_apart({name: name for name in (*typed.values(), *people)}))
    for key, name in typed.items():
        near = [name, *(other for one, other in slips if one == name)]
        found[key] = [person for each in near for person in people.get(each, ())]
    return found


class DirectorsForm(forms.ModelForm):
    """A film's form with its directors as text."""

    directors = forms.CharField(
        label=gettext_lazy("Director"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("Several with commas between them. Whoever is new is added to the people."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    directors_meant = forms.MultipleChoiceField(
        label=gettext_lazy("Who is meant"), required=False, widget=forms.MultipleHiddenInput
    )
    may_add_people = True
    _near: Mapping[str, list[Person]] = MappingProxyType({})

    class Meta:
        model = Film
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and "directors" in self.fields:
            self._ask_who_is_meant(typed_names(str(self.data.get(self.add_prefix("directors")) or ""))[:MAX_NAMES])

    def people_named(self, names: Iterable[str]) -> dict[str, list[Person]]:
        """For a page of many forms, to look once for all of them."""
        return people_named(names)

    def people_almost_called(self, names: Iterable[str]) -> dict[str, list[Person]]:
        return people_almost_called(names)

    def _ask_who_is_meant(self, names: list[str]) -> None:
        """Of several of one name, and where nobody has the name and somebody almost has it."""
        there = self.people_named(names)
        self._near = self.people_almost_called(name for name in names if not there[name_key(name)])
        several = {name: people for name in names if len(people := there[name_key(name)]) > 1}
        doubtful = several | {name: near for name in names if (near := self._near.get(name_key(name)))}
        if not doubtful:
            return
        field: Any = self.fields["directors_meant"]
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = [choice for name, people in doubtful.items() for choice in self._choices(name, people)]

    def _choices(self, name: str, people: list[Person]) -> list[tuple[str, str]]:
        """Each of them with some films of theirs, and somebody new, for whoever may add people."""
        choices = [
            (str(one.pk), _("%(name)s of %(films)s") % {"name": one.name, "films": films} if films else str(one))
            for one in people
            for films in [films_text(one.pk)]
        ]
        is_near = bool(self._near.get(name_key(name)))
        if is_near and not self.may_add_people:
            return choices
        new = _("Somebody new called %(name)s") if is_near else _("Somebody else called %(name)s")
        return [*choices, (f"{NEW}{name_key(name)}", new % {"name": name})]

    def clean_directors(self) -> list[str]:
        names = typed_names(self.cleaned_data["directors"])
        if len(names) > MAX_NAMES:
            raise ValidationError(_("Name %(most)s directors at most.") % {"most": MAX_NAMES})
        for name in names:
            Person._meta.get_field("name").clean(name, None)
        return names

    def clean(self) -> Any:
        cleaned = super().clean()
        names = self.cleaned_data.get("directors")
        if isinstance(names, list):
            self.cleaned_data["directors"] = list(self._people(names))
        return cleaned

    def _people(self, names: list[str]) -> Iterator[TypedPerson]:
        there = self.people_named(names)
        meant = set(self.cleaned_data.get("directors_meant") or ())
        for name in names:
            near = self._near.get(name_key(name), [])
            people = there[name_key(name)] or near
            if not people and not self.may_add_people:
                text = _("Nobody is called “%(name)s” yet, and you may not add people. Ask somebody who may.")
                self.add_error("directors", text % {"name": name})
            if len(people) < 2 and not near:
                yield TypedPerson(name, people[0] if people else None)
                continue
            chosen = [value for value, _label in self._choices(name, people) if value in meant]
            if len(chosen) != 1:
                text = (
                    _("Nobody is called “%(name)s” yet, and somebody almost is. Tick who is meant.")
                    if near
                    else _("%(number)s people are called “%(name)s”. Tick the one who is meant.")
                )
                self.add_error("directors_meant", text % {"number": len(people), "name": name})
                continue
            yield TypedPerson(name, next((each for each in people if str(each.pk) == chosen[0]), None))


def films_text(person: int) -> str:
    """Some films of theirs, by their key."""
    films = Film.objects.filter(credits__person=person).distinct()[:MAX_FILMS_NAMED]
    return ", ".join(str(film) for film in films)


def add_person(name: str) -> Person:
    """Somebody new of that name, whoever else has it. Raises ValidationError for what is no name."""
    person = Person(name=name)
    person.full_clean(exclude=["sort_key"])
    person.save()
    return person


def credit_directors(film: Film, people: Iterable[TypedPerson]) -> None:
    """Behind the directors that the film has already; whoever is new is added."""
    credited = set(film.credits.of_directors().values_list("person", flat=True))
    for typed in people:
        person = typed.person or add_person(typed.name)
        if person.pk not in credited:
            Credit.objects.create(film=film, person=person, role=Role.DIRECTOR, order=len(credited))
            credited.add(person.pk)
