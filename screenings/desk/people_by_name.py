"""People as they are typed: a name makes the person or chooses the one there is; of several it asks who is meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screenings.models import Credit, Film, Person, Role
from screenings.text.cleaning import name_key, one_line

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

    def _ask_who_is_meant(self, names: list[str]) -> None:
        there = self.people_named(names)
        several = {name: people for name in names if len(people := there[name_key(name)]) > 1}
        if not several:
            return
        field: Any = self.fields["directors_meant"]
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = [choice for name, people in several.items() for choice in _choices(name, people)]

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
            people = there[name_key(name)]
            if not people and not self.may_add_people:
                text = _("Nobody is called “%(name)s” yet, and you may not add people. Ask somebody who may.")
                self.add_error("directors", text % {"name": name})
            if len(people) < 2:
                yield TypedPerson(name, people[0] if people else None)
                continue
            chosen = [value for value, _label in _choices(name, people) if value in meant]
            if len(chosen) != 1:
                text = _("%(number)s people are called “%(name)s”. Tick the one who is meant.")
                self.add_error("directors_meant", text % {"number": len(people), "name": name})
                continue
            yield TypedPerson(name, next((each for each in people if str(each.pk) == chosen[0]), None))


def _choices(name: str, people: list[Person]) -> list[tuple[str, str]]:
    """Each of that name with some films of theirs, and somebody new."""
    choices = [
        (str(person.pk), _("%(name)s of %(films)s") % {"name": person.name, "films": films} if films else str(person))
        for person in people
        for films in [films_text(person.pk)]
    ]
    return [*choices, (f"{NEW}{name_key(name)}", _("Somebody else called %(name)s") % {"name": name})]


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
