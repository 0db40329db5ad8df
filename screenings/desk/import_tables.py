"""Spreadsheets in and out of the admin.

django-import-export gives the addresses, the buttons, the formats and the storage between preview and confirmation.
Its own model writes row by row through a resource; a programme's tables speak of each other and come in whole or not at
all. So reading, checking, comparing and writing are those of `import_programme`, and nothing is checked twice.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from import_export.admin import ImportExportMixin

from screenings.desk.actions import meaning
from screenings.desk.base import HouseAdmin
from screenings.desk.export_tables import FORMATS, download
from screenings.desk.pending_imports import UploadGone, Uploads
from screenings.desk.time_zone_change import CHOICES, question
from screenings.importing.importer import Imported, import_programme
from screenings.importing.limits import FILE_BYTES, size_text
from screenings.importing.people import Choices
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Festival
from screenings.reliability.form_submissions import reads_only
from screenings.scheduling.time_zones import Keep, told

# Whoever brings in a table writes rows of these.
MODELS: Mapping[str, tuple[str, ...]] = {
    "festival": ("festival",),
    "films": ("film", "filmpart", "section", "person", "credit"),
    "halls": ("venue", "hall"),
    "screenings": ("screening",),
}
LISTED = 300
WHO = "who:"  # before the key of namesakes, in the confirmation


class UploadForm(forms.Form):
    festival = forms.ModelChoiceField(Festival.objects.newest_first(), empty_label=None)
    file = forms.FileField()

    def __init__(self, *args: Any, tables: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.endings = (".xlsx", ".csv", ".zip") if len(tables) == 1 else (".xlsx", ".zip")
        self.fields["file"].widget.attrs["accept"] = ",".join(self.endings)
        self.fields["file"].help_text = f"{', '.join(self.endings)}, as the export writes it."

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if self.ending_of(file) not in self.endings:
            raise forms.ValidationError(f"Hand in a file of {' or '.join(self.endings)}.", "ending")
        if file.size is not None and file.size > FILE_BYTES:
            raise forms.ValidationError(
                f"{size_text(file.size)} is too much; {size_text(FILE_BYTES)} are read.", "size"
            )
        return file

    @staticmethod
    def ending_of(file: UploadedFile) -> str:
        return Path(file.name or "").suffix.lower()


class ConfirmForm(forms.Form):
    festival = forms.ModelChoiceField(Festival.objects.all(), widget=forms.HiddenInput)
    upload = forms.CharField(widget=forms.HiddenInput, max_length=60)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ExportForm(forms.Form):
    festival = forms.ModelChoiceField(Festival.objects.newest_first(), empty_label=None)
    format = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, tables: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("xlsx", "csv") if len(tables) == 1 else ("xlsx", "zip")
        self.fields["format"].choices = [(name, FORMATS[name]) for name in names]  # type: ignore[attr-defined]  # a choice
        self.fields["format"].initial = "xlsx"


class Exchanging(ImportExportMixin, HouseAdmin):
    """An admin whose rows come and go as a table of the import format.

    `tables` are those that it reads and writes; who may import them may add and change every model they write.
    """

    tables: ClassVar[tuple[str, ...]] = ()
    change_list_template = "admin/screenings/change_list.html"
    tmp_storage_class = Uploads

    def has_import_permission(self, request: HttpRequest) -> bool:
        models = [model for table in self.tables for model in MODELS[table]]
        return all(
            request.user.has_perm(f"screenings.{verb}_{model}") for model in models for verb in ("add", "change")
        )

    def has_export_permission(self, request: HttpRequest) -> bool:
        models = [model for table in self.tables for model in MODELS[table]]
        return all(request.user.has_perm(f"screenings.view_{model}") for model in models)

    @reads_only
    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for the file; show what it would change, or everything that is wrong with it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = UploadForm(*sent, tables=self.tables, initial=self._newest(request))
        if not form.is_valid():
            return self._page(request, {"form": form})
        file: UploadedFile = form.cleaned_data["file"]
        storage = Uploads(name=form.ending_of(file))
        storage.save(file.read())
        return self._preview(request, form.cleaned_data["festival"], storage, str(file.name))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write what was seen; where it would be something else by now, show that instead."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self._start_again(request)
        storage = Uploads(name=form.cleaned_data["upload"])
        festival = form.cleaned_data["festival"]
        return self._writing(request, lambda: self._confirmed(request, festival, storage, form.cleaned_data["seen"]))

    def _confirmed(self, request: HttpRequest, festival: Festival, storage: Uploads, seen: str) -> HttpResponse:
        people = {name.removeprefix(WHO): request.POST[name] for name in request.POST if name.startswith(WHO)}
        try:
            planned = self._imported(festival, storage, dry_run=True)
            if _mark(planned) != seen:
                text = "Nothing was written: the festival has changed since you looked. This is the difference now."
                messages.warning(request, text)
                return self._preview(request, festival, storage, "")
            keep = Keep.INSTANTS if request.POST.get("keep") == Keep.INSTANTS else Keep.CLOCKS
            imported = self._imported(festival, storage, dry_run=False, people=people, keep=keep)
        except UploadGone:
            return self._start_again(request)
        except ProgrammeRefused as refused:
            return self._page(request, {"problems": refused.problems, "form": self._empty(request)})
        storage.remove()
        self.touch(request, (imported.festival,))
        if imported.zone_change:
            messages.info(request, " ".join(told(imported.zone_change, keep)))
        summary = imported.difference.summary()
        self.log_change(request, imported.festival, f"Imported a table: {summary}.")
        self.message_user(request, f"{imported.festival}: {summary}.", messages.SUCCESS)
        return HttpResponseRedirect(self._list_address())

    def _preview(self, request: HttpRequest, festival: Festival, storage: Uploads, name: str) -> HttpResponse:
        try:
            planned = self._imported(festival, storage, dry_run=True)
        except UploadGone:
            return self._start_again(request)
        except ProgrammeRefused as refused:
            storage.remove()
            return self._page(request, {"problems": refused.problems, "name": name, "form": self._empty(request)})
        difference = planned.difference
        given = {"festival": festival.pk, "upload": storage.name, "seen": _mark(planned)}
        context = {
            "name": name,
            "festival": festival,
            "summary": difference.summary(),
            "confirm": ConfirmForm(initial=given),
            "remarks": planned.remarks[:LISTED],
            "namesakes": planned.namesakes,
            "asked_of_clocks": " ".join(question(planned.zone_change)) if planned.zone_change else "",
            "what_stays": CHOICES,
            "added": difference.added[:LISTED],
            "changed": difference.changed[:LISTED],
            "absent": difference.absent[:LISTED],
            "more": max(0, *(len(some) - LISTED for some in (difference.added, difference.changed, difference.absent))),
            "nothing": difference.is_empty,
            **meaning(planned.consequences),
        }
        return self._page(request, context)

    def _imported(
        self,
        festival: Festival,
        storage: Uploads,
        *,
        dry_run: bool,
        people: Choices = MappingProxyType({}),
        keep: Keep = Keep.CLOCKS,
    ) -> Imported:
        """The upload as the importer wants it: a folder with a table, an archive or a workbook."""
        data = storage.read()
        ending = storage.path.suffix
        with TemporaryDirectory() as place:
            folder = Path(place)
            file = folder / (f"{self.tables[0]}.csv" if ending == ".csv" else f"upload{ending}")
            file.write_bytes(data)
            path = folder if ending == ".csv" else file
            return import_programme(
                path, festival_slug=festival.slug, dry_run=dry_run, only=self.tables, people=people, keep=keep
            )

    def export_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask which festival and format; with both, send the file."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_export_permission(request):
            raise PermissionDenied
        asked = request.GET if "format" in request.GET else None
        form = ExportForm(asked, tables=self.tables, initial=self._newest(request))
        if form.is_valid():
            return download(form.cleaned_data["festival"], self.tables, form.cleaned_data["format"])
        return self._page(request, {"form": form}, "export")

    def _newest(self, request: HttpRequest) -> dict[str, Any]:
        """The festival that the list was filtered by, else the newest."""
        chosen = request.GET.get("festival__id__exact")
        return {"festival": chosen or Festival.objects.newest_first().values_list("pk", flat=True).first()}

    def _empty(self, request: HttpRequest) -> UploadForm:
        return UploadForm(tables=self.tables, initial=self._newest(request))

    def _page(self, request: HttpRequest, context: dict[str, Any], kind: str = "import") -> TemplateResponse:
        what = self.opts.verbose_name_plural if len(self.tables) == 1 else "a programme"
        title = f"{kind.capitalize()} {what}"
        common = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "tables": self.tables}
        common["process"] = reverse(f"admin:screenings_{self.opts.model_name}_process_import")
        return TemplateResponse(request, f"admin/screenings/{kind}.html", {**common, **context})

    def _start_again(self, request: HttpRequest) -> HttpResponse:
        self.message_user(
            request, "That file is no longer here, and nothing was written. Choose it again.", messages.ERROR
        )
        return HttpResponseRedirect(reverse(f"admin:screenings_{self.opts.model_name}_import"))

    def _list_address(self) -> str:
        return reverse(f"admin:screenings_{self.opts.model_name}_changelist")


def _mark(planned: Imported) -> str:
    """Names exactly this difference, and who could be meant in it."""
    facts = (planned.festival.slug, *planned.difference.lines(), *map(str, planned.namesakes))
    return sha256("\n".join(facts).encode()).hexdigest()
