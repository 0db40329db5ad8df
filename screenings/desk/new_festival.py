"""*A festival from its schedule*: a file says what it can of a new festival, a person the rest, and it comes in."""

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screenings.assistant.festival_facts import facts_of
from screenings.assistant.reading import read_file
from screenings.desk.bring_in import BringInAdmin, FileForm
from screenings.desk.pending_imports import PendingImportGone, PendingImportStorage
from screenings.desk.staff_pages import may_bring_in
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Festival


class NewFestivalForm(forms.ModelForm):
    """What a festival needs, as far as the file says it; `upload` and `file_name` are the file that waits."""

    upload = forms.CharField(widget=forms.HiddenInput, max_length=60)
    file_name = forms.CharField(widget=forms.HiddenInput, max_length=200)

    class Meta:
        model = Festival
        fields = ("name", "slug", "starts_on", "ends_on", "timezone")
        help_texts: ClassVar = {"slug": gettext_lazy("Its part of the address of each of its pages.")}


class NewFestivalAdmin(BringInAdmin):
    """The page beside the form of a new festival."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.new_festival_view)
        return [path("from-schedule/", view, name="festival-from-schedule"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new one may as well be made from its schedule."""
        (heading, first), *others = super().get_fieldsets(request, obj)
        if obj is None and may_bring_in(request.user):
            text = _(
                "Is there a schedule.xml, a calendar or another program’s schedule? "
                '<a href="%(address)s">Make it from that</a>.'
            )
            first = {**first, "description": text % {"address": reverse("admin:festival-from-schedule")}}
        return [(heading, first), *others]

    def new_festival_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file, then for what it does not say; make the festival, and show how the file is read."""
        if not (self.has_add_permission(request) and may_bring_in(request.user)):
            raise PermissionDenied
        if request.method != "POST":
            return self._new_festival_page(request, _file_form())
        if "upload" in request.POST:
            return self._make_festival(request, NewFestivalForm(request.POST))
        form = _file_form(request)
        if not form.is_valid():
            return self._new_festival_page(request, form)
        file = form.cleaned_data["file"]
        name, data = PurePosixPath(str(file.name)).name[-200:], file.read()
        try:
            facts = _facts(name, data)
        except ProgrammeRefused as refused:
            return self._new_festival_page(request, _file_form(), problems=refused.problems)
        storage = PendingImportStorage(name=PurePosixPath(name).suffix.lower())
        storage.save(data)
        return self._new_festival_page(
            request, NewFestivalForm(initial={**facts, "upload": storage.name, "file_name": name}), file_name=name
        )

    def _make_festival(self, request: HttpRequest, form: NewFestivalForm) -> HttpResponse:
        if not form.is_valid():
            return self._new_festival_page(request, form, file_name=form.data.get("file_name", ""))
        storage = PendingImportStorage(name=form.cleaned_data["upload"])
        try:
            storage.read()
        except PendingImportGone:
            text = _("That file is no longer here, and no festival was made. Choose it again.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.path)
        festival = form.save()
        self.log_addition(request, festival, [{"added": {}}])
        query = urlencode({"waiting": storage.name, "name": form.cleaned_data["file_name"]})
        return HttpResponseRedirect(f"{reverse('admin:bring-in', args=[festival.pk])}?{query}")

    def _new_festival_page(self, request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "title": _("A festival from its schedule"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/screenings/new_festival.html", {**common, **context})


def _file_form(request: HttpRequest | None = None) -> FileForm:
    """For a file alone: what is pasted says nothing of its festival."""
    form = FileForm(request.POST, request.FILES) if request else FileForm()
    del form.fields["pasted"], form.fields["mapping"]
    return form


def _facts(name: str, data: bytes) -> dict[str, str]:
    """Raises ProgrammeRefused where the file cannot be read."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / f"upload{PurePosixPath(name).suffix.lower()}"
        file.write_bytes(data)
        return facts_of(read_file(file))
