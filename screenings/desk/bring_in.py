"""*Bring in a programme*: a file or pasted cells, seen as they are read and corrected in place, then written."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header

from screenings.assistant.bring_in import MappingChoices
from screenings.assistant.headings import field_label, known_fields
from screenings.assistant.mappings import remember_choices, remembered_choices, with_choices
from screenings.assistant.reading import ENDINGS
from screenings.audit.steps import record_step
from screenings.desk.base import DeskModelAdmin
from screenings.desk.bring_in_items import (
    ANSWER,
    COLUMN,
    SHAPE,
    SHAPE_CHOICES,
    SHOWN_ROWS,
    plan_token,
    question_item,
    result_context,
    sheet_item,
)
from screenings.desk.bring_in_upload import Upload, rest_address
from screenings.desk.editions import redirect_to_working_festival
from screenings.desk.lookups import pk_or_404
from screenings.desk.pending_imports import PendingImportGone, PendingImportStorage
from screenings.desk.staff_pages import bring_in_address, may_bring_in, review_address
from screenings.importing.clock_nights import by_night
from screenings.importing.limits import MAX_FILE_BYTES, size_text
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Festival, ImportMapping
from screenings.reliability.form_submissions import reads_only

DEFAULT_MAPPING = "desk"
PASTED_NAME = "pasted text.txt"


class FileForm(forms.Form):
    """A file, or the cells of a spreadsheet as they are pasted."""

    file = forms.FileField(
        required=False, help_text=f"{', '.join(ENDINGS)}. Nothing is written before you have seen what it would change."
    )
    pasted = forms.CharField(
        label="Or paste cells",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2_000_000,
    )
    mapping = forms.CharField(
        label="Remember choices as", max_length=100, initial=DEFAULT_MAPPING,
        help_text="What you choose is taken again for the next file under this name.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(ENDINGS)

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return None
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(f"Hand in a file of {', '.join(ENDINGS)}.", "ending")
        if file.size is not None and file.size > MAX_FILE_BYTES:
            text = f"{size_text(file.size)} is too much; {size_text(MAX_FILE_BYTES)} are read."
            raise forms.ValidationError(text, "size")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("pasted", "").strip() and "file" not in self.errors:
            raise forms.ValidationError("Choose a file, or paste cells.", "empty")
        return cleaned


class ChoicesForm(forms.Form):
    """What goes from page to page beside the choices themselves. `name` is the file's, as it was uploaded."""

    upload = forms.CharField(widget=forms.HiddenInput, max_length=60)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    mapping = forms.CharField(widget=forms.HiddenInput, max_length=100)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class BringInAdmin(DeskModelAdmin):
    """The pages below a festival's key."""

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "bring-in": ("bring-in/", self.bring_in_view),
            "bring-in-check": ("bring-in/check/", self.bring_in_check_view),
            "bring-in-write": ("bring-in/write/", self.bring_in_write_view),
            "bring-in-rest": ("bring-in/rest/<str:stored>/", self.bring_in_rest_view),
        }
        urls = [
            path(f"<str:object_id>/{route}", self.admin_site.admin_view(view), name=name)
            for name, (route, view) in pages.items()
        ]
        working = path("bring-in/", self.admin_site.admin_view(self.working_bring_in_view), name="working-bring-in")
        return [working, *urls, *super().get_urls()]

    def working_bring_in_view(self, request: HttpRequest) -> HttpResponse:
        return redirect_to_working_festival(request, "bring-in")

    def _festival_to_fill(self, request: HttpRequest, object_id: str) -> Festival:
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        if not may_bring_in(request.user):
            raise PermissionDenied
        return festival

    @reads_only
    def bring_in_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the file; show how it is read. `?waiting` is one that was uploaded to make the festival from."""
        festival = self._festival_to_fill(request, object_id)
        if request.method != "POST" and (stored := request.GET.get("waiting", "")):
            name = request.GET.get("name", "")[-200:] or "upload"
            choices = remembered_choices(festival, DEFAULT_MAPPING)
            return self._check_page(
                request, Upload(festival, PendingImportStorage(name=stored), name, DEFAULT_MAPPING, choices)
            )
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = FileForm(*sent)
        if not form.is_valid():
            return self._file_page(request, festival, form)
        file: UploadedFile | None = form.cleaned_data["file"]
        name = PurePosixPath(str(file.name)).name[-200:] if file else PASTED_NAME
        data = file.read() if file else form.cleaned_data["pasted"].encode("utf-8", "replace")
        storage = PendingImportStorage(name=PurePosixPath(name).suffix.lower())
        storage.save(data)
        mapping = form.cleaned_data["mapping"]
        upload = Upload(festival, storage, name, mapping, remembered_choices(festival, mapping))
        return self._check_page(request, upload)

    @reads_only
    def bring_in_check_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Read it again with what was chosen."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload = self._upload(request, self._festival_to_fill(request, object_id))
        return self._check_page(request, upload) if upload else self._bring_in_again(request, object_id)

    def bring_in_write_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Write what was seen; where it would be something else by now, show that instead."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload = self._upload(request, self._festival_to_fill(request, object_id))
        if upload is None:
            return self._bring_in_again(request, object_id)
        return self._run_and_publish(request, lambda: self._write_programme(request, upload))

    @reads_only
    def bring_in_rest_view(self, request: HttpRequest, object_id: str, stored: str) -> HttpResponse:
        """The rows that were given back: a page that leads on, and with `?file` the file itself."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        festival = self._festival_to_fill(request, object_id)
        storage = PendingImportStorage(name=stored)
        name = request.GET.get("name", "")[-200:] or f"rows{storage.ending}"
        try:
            data = storage.read()
        except PendingImportGone:
            return self._bring_in_again(request, object_id)
        if "file" in request.GET:
            headers = {
                "Content-Disposition": content_disposition_header(True, name) or "attachment",
                "Cache-Control": "no-store",
            }
            return HttpResponse(data, content_type="application/octet-stream", headers=headers)
        mapping = request.GET.get("mapping", "")[:100] or DEFAULT_MAPPING
        address = f"{request.path}?{urlencode({'name': name, 'file': 1})}"
        return self._file_page(
            request, festival, FileForm(initial={"mapping": mapping}), rest_address=address, rest_name=name
        )

    def _upload(self, request: HttpRequest, festival: Festival) -> Upload | None:
        """None where what was sent is no form of ours."""
        form = ChoicesForm(request.POST)
        if not form.is_valid():
            return None
        values = form.cleaned_data
        choices = with_choices(remembered_choices(festival, values["mapping"]), _choices(request))
        storage = PendingImportStorage(name=values["upload"])
        return Upload(
            festival, storage, values["name"], values["mapping"], choices, values["seen"], "right_rows" in request.POST
        )

    def _write_programme(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        try:
            preview = upload.read(dry_run=True)
            if preview.result is None or plan_token(preview.result) != upload.seen:
                messages.warning(request, "Nothing was written: the festival has changed since you looked. Look again.")
                return self._check_page(request, upload)
            written = upload.read(dry_run=False)
        except PendingImportGone:
            return self._bring_in_again(request, str(upload.festival.pk))
        except ProgrammeRefused as refused:
            return self._file_page(request, upload.festival, FileForm(), problems=by_night(refused.problems))
        if written.result is None:
            return self._check_page(request, upload)
        remember_choices(upload.festival, upload.mapping, upload.choices)
        upload.storage.remove()
        back = written.given_back
        address = rest_address(upload, back) if back else review_address(upload.festival)
        self.mark_for_publishing(request, (upload.festival,))
        summary = written.result.diff.summary()
        text = f"Brought in {upload.name}: {summary}."
        self.log_change(request, upload.festival, text)
        record_step(upload.festival, at=written.result.at, by=request.user, text=text)
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(address)

    def _check_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        try:
            brought = replace(upload, right_rows=True).read(dry_run=True)
        except PendingImportGone:
            return self._bring_in_again(request, str(upload.festival.pk))
        except ProgrammeRefused as refused:
            upload.storage.remove()
            return self._file_page(request, upload.festival, FileForm(), problems=by_night(refused.problems))
        result = brought.result
        initial = {
            "upload": upload.storage.name,
            "name": upload.name,
            "mapping": upload.mapping,
            "seen": plan_token(result) if result else "",
        }
        context = {
            "name": upload.name,
            "choices": ChoicesForm(initial=initial),
            "sheets": [sheet_item(sheet, index) for index, sheet in enumerate(brought.sheets)],
            "shapes": SHAPE_CHOICES,
            "field_names": [(field, field_label(field)) for field in known_fields()],
            "questions": [question_item(question, upload.choices) for question in brought.asked],
            "open_count": len(brought.questions),
            "problems": by_night(brought.problems)[:SHOWN_ROWS],
            "given_back": brought.given_back,
            "remarks": (*brought.remarks, *(result.warnings if result else ()))[:SHOWN_ROWS],
            "check_address": reverse("admin:bring-in-check", args=[upload.festival.pk]),
            "write_address": reverse("admin:bring-in-write", args=[upload.festival.pk]),
            **(result_context(result) if result else {}),
        }
        return self._bring_in_page(request, upload.festival, "bring_in_check", context)

    def _file_page(
        self, request: HttpRequest, festival: Festival, form: FileForm, problems: tuple[Any, ...] = (), **context: Any
    ) -> HttpResponse:
        names = ImportMapping.objects.filter(festival=festival).values_list("name", flat=True)
        context |= {"form": form, "problems": problems, "mapping_names": list(names)}
        return self._bring_in_page(request, festival, "bring_in", context)

    def _bring_in_page(
        self, request: HttpRequest, festival: Festival, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        common = {
            **self.admin_site.each_context(request),
            "title": f"Bring in a programme: {festival}",
            "opts": self.opts,
            "festival": festival,
            "start_address": bring_in_address(festival),
        }
        return TemplateResponse(request, f"admin/screenings/{template}.html", {**common, **context})

    def _bring_in_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        text = "That file is no longer here, and nothing was written. Choose it again."
        self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:bring-in", args=[object_id]))


def _choices(request: HttpRequest) -> MappingChoices:
    """What was chosen on the page; an empty choice leaves it to the guess."""

    def chosen(prefix: str) -> dict[str, str]:
        given = ((name.removeprefix(prefix), request.POST[name]) for name in request.POST if name.startswith(prefix))
        return {key: value for key, value in given if value}

    return MappingChoices(chosen(SHAPE), chosen(COLUMN), chosen(ANSWER))
