"""*Add films*: several new films on one page, a row each, with as many showings as are wanted; one save."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screenings.audit.steps import record_step
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.editions import EDITION_LOOKUP, edition_of_form
from screenings.desk.people_by_name import (
    DirectorsForm,
    TypedPerson,
    add_person,
    credit_directors,
    people_almost_called,
    people_named,
    typed_names,
)
from screenings.desk.staff_pages import board_address
from screenings.models import Festival, Film, Person, Section, change_reason
from screenings.models.form_fields import WholeNumberField
from screenings.scheduling import MAX_REPEATS
from screenings.scheduling.showings import add_showings
from screenings.text.cleaning import fold, name_key, one_line

ROWS, MAX_ROWS = 15, 200
REASON = "Added with other films"
NEW_SECTIONS = "new_sections"  # the box that is ticked where they are to be added


class NewFilmForm(DirectorsForm):
    """One row; it counts once anything is typed into it. `section` is the name of one that the festival has.

    `sections` belongs to the whole page: where `adds_sections` is set, a name that nobody has becomes a section in it,
    which the first film that needs it saves.
    """

    adds_sections = False
    unknown_section = ""

    section = forms.CharField(
        label=gettext_lazy("Section"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "sections"}),
    )
    showings = WholeNumberField(label=gettext_lazy("Showings"), required=False, min_value=0, max_value=MAX_REPEATS)

    class Meta:
        model = Film
        fields = ("title", "year", "runtime")

    field_order = ("title", "directors", "year", "runtime", "section", "showings", "directors_meant")

    def __init__(
        self,
        *args: Any,
        festival: Festival,
        sections: dict[str, Section],
        people: dict[str, list[Person]],
        near: dict[str, list[Person]],
        left_out: Iterable[str],
        **kwargs: Any,
    ) -> None:
        self.sections, self.people, self.near = sections, people, near
        # Its address is made when it is saved, and not looked for with each check.
        super().__init__(*args, instance=Film(festival=festival, slug="new"), **kwargs)
        for name in left_out:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            field.help_text = ""
            if name in ("year", "runtime", "showings"):
                field.widget = forms.TextInput(attrs={"size": 6, "inputmode": "numeric"})

    @property
    def boxes(self) -> list[forms.BoundField]:
        """Those that are columns; who is meant is asked below the directors."""
        return [self[name] for name in self.fields if name != "directors_meant"]

    def people_named(self, names: Iterable[str]) -> dict[str, list[Person]]:
        return {key: self.people.get(key, []) for key in map(name_key, names)}

    def people_almost_called(self, names: Iterable[str]) -> dict[str, list[Person]]:
        return {key: self.near.get(key, []) for key in map(name_key, names)}

    def clean_section(self) -> Section | None:
        text = self.cleaned_data["section"]
        if not text.strip():
            return None
        section = self.sections.get(fold(text))
        if section is None:
            self.unknown_section = one_line(text)
        if section is None and self.adds_sections:
            Section._meta.get_field("name").clean(text, None)
            order = max((each.order + 1 for each in self.sections.values()), default=0)
            section = Section(festival=self.instance.festival, name=one_line(text), order=order)
            self.sections[fold(text)] = section
        if section is None:
            names = ", ".join(each.name for each in self.sections.values())
            raise ValidationError(
                _("There is no section called “%(name)s”. Those of the festival: %(names)s.")
                % {"name": text, "names": names or _("none yet")}
            )
        return section

    def save(self, commit: bool = True) -> Film:
        film = self.instance
        film.section = self.cleaned_data.get("section")
        if film.section and film.section.pk is None:
            film.section.clean()
            film.section.save()
        film.slug = ""
        film.clean()
        film.save()
        return film


class NewFilmsFormSet(forms.BaseFormSet):
    """Refuses a title that is there already, in the festival or in a row above, unless the years tell them apart."""

    def clean(self) -> None:
        filled = list(self.filled())
        if not filled and not any(self.errors):
            raise ValidationError(_("Type or paste at least one film."))
        if not filled:
            return
        festival = filled[0].instance.festival
        taken = {(fold(title), year) for title, year in Film.objects.of(festival).values_list("title", "year")}
        for form in filled:
            film = fold(form.cleaned_data["title"]), form.cleaned_data.get("year")
            if film in taken:
                form.add_error(
                    "title", _("A film of this title and year is there already. Empty this row, or tell them apart.")
                )
            taken.add(film)

    @property
    def unknown_sections(self) -> list[str]:
        """Names of sections that the festival does not have, each once."""
        names: dict[str, str] = {}
        for form in self.forms:
            if form.unknown_section:
                names.setdefault(fold(form.unknown_section), form.unknown_section)
        return list(names.values())

    def filled(self) -> Iterator[NewFilmForm]:
        """The rows with a film that may be saved."""
        for form in self.forms:
            if form.has_changed() and not form.errors:
                yield form


class SeveralFilmsAdmin(AutopublishAdmin):
    """For the films' admin: the page beside the form of a new film."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.several_view)
        return [path("several/", view, name="film-several"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        address = reverse("admin:film-several") if self.has_add_permission(request) else ""
        return super().changelist_view(request, {"several_address": address, **(extra_context or {})})

    def several_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        festival = Festival.objects.filter(pk=edition_of_form(request, None) or 0).first()
        if festival is None:
            return HttpResponseRedirect(reverse("admin:screenings_festival_changelist"))
        return self._run_and_publish(request, lambda: self._several_page(request, festival))

    def _several_page(self, request: HttpRequest, festival: Festival) -> HttpResponse:
        formset = self._formset(request, festival)
        if request.method == "POST" and formset.is_valid():
            return self._add_films(request, festival, formset)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add films"),
            "opts": self.opts,
            "festival": festival,
            "formset": formset,
            "sections": Section.objects.filter(festival=festival),
            "may_add_sections": request.user.has_perm("screenings.add_section"),
            "max_rows": MAX_ROWS,
        }
        return TemplateResponse(request, "admin/screenings/several_films.html", context)

    def _formset(self, request: HttpRequest, festival: Festival) -> NewFilmsFormSet:
        """Three queries, however many rows."""
        data = request.POST if request.method == "POST" else None
        typed = [str(text) for name, text in (data or {}).items() if name.endswith("-directors")]
        names = {name for text in typed for name in typed_names(text)}
        people = people_named(names)
        formset_class: Any = forms.formset_factory(
            NewFilmForm, NewFilmsFormSet, extra=ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
        )
        formset: NewFilmsFormSet = formset_class(
            data,
            prefix="films",
            form_kwargs={
                "festival": festival,
                "sections": {fold(each.name): each for each in Section.objects.filter(festival=festival)},
                "people": people,
                "near": people_almost_called(name for name in names if not people[name_key(name)]),
                "left_out": self._left_out(request),
            },
        )
        may_add_people = request.user.has_perm("screenings.add_person")
        adds_sections = NEW_SECTIONS in request.POST and request.user.has_perm("screenings.add_section")
        for form in formset.forms:
            form.may_add_people, form.adds_sections = may_add_people, adds_sections
        return formset

    def _left_out(self, request: HttpRequest) -> tuple[str, ...]:
        """What this person may not add."""
        directors = () if request.user.has_perm("screenings.add_credit") else ("directors", "directors_meant")
        return directors if self.may_add_showings(request) else (*directors, "showings")

    def may_add_showings(self, request: HttpRequest) -> bool:
        """Showings without a place, which is all that some may add."""
        return any(request.user.has_perm(f"screenings.{verb}_screening") for verb in ("add", "request"))

    def _add_films(self, request: HttpRequest, festival: Festival, formset: NewFilmsFormSet) -> HttpResponse:
        by = cast(User, request.user)
        with transaction.atomic(), change_reason(REASON, by=by) as at:
            there = set(Section.objects.filter(festival=festival).values_list("pk", flat=True))
            films, showings = _write(formset.filled())
            sections = {film.section for film in films if film.section and film.section.pk not in there}
            text = _what_was_added(len(films), len(showings))
            record_step(festival, at=at, by=by, text=text)
        self.log_all(request, ((row, ADDITION, REASON) for row in (*sections, *films, *showings)))
        self.mark_for_publishing(request, [festival])
        if showings:
            text = format_html("{} {}", text, _ways_on(festival))
        messages.success(request, text)
        return HttpResponseRedirect(f"{reverse('admin:screenings_film_changelist')}?{EDITION_LOOKUP}={festival.pk}")


def _write(forms_of_films: Iterable[NewFilmForm]) -> tuple[list[Film], list[Model]]:
    """The films, and their showings. Somebody new who directed several of them is one person."""
    films: list[Film] = []
    showings: list[Model] = []
    added: dict[str, Person] = {}
    for form in forms_of_films:
        film = form.save()
        films.append(film)
        directors = form.cleaned_data.get("directors") or ()
        credit_directors(film, [_with_person(typed, added, form) for typed in directors])
        if times := form.cleaned_data.get("showings"):
            showings += add_showings(film, times=times)
    return films, showings


def _with_person(typed: TypedPerson, added: dict[str, Person], form: NewFilmForm) -> TypedPerson:
    """Of homonyms that are there, *somebody else* is one more in each row that says so."""
    if typed.person is not None or form.people_named([typed.name])[name_key(typed.name)]:
        return typed
    key = name_key(typed.name)
    if key not in added:
        added[key] = add_person(typed.name)
    return TypedPerson(typed.name, added[key])


def _ways_on(festival: Festival) -> SafeString:
    words = escape(_("Give them their places %(on_board)s or %(in_table)s."))
    table = f"{reverse('admin:screening-table')}?{EDITION_LOOKUP}={festival.pk}"
    return mark_safe(  # noqa: S308 -- the sentence is escaped, and so is what goes in
        words
        % {
            "on_board": format_html('<a href="{}">{}</a>', board_address(festival), _("on the board")),
            "in_table": format_html('<a href="{}">{}</a>', table, _("in the table")),
        }
    )


def _what_was_added(films: int, showings: int) -> str:
    number_of_films = ngettext("%(number)d film", "%(number)d films", films) % {"number": films}
    if not showings:
        return _("Added: %(films)s.") % {"films": number_of_films}
    number_of_showings = ngettext("%(number)d showing", "%(number)d showings", showings) % {"number": showings}
    return _("Added: %(films)s and %(showings)s.") % {"films": number_of_films, "showings": number_of_showings}
