"""Import and export pages of the admin's lists: a file is uploaded, its changes are previewed, then confirmed.

A programme's tables refer to each other and come in whole or not at all, as `import_programme` reads and writes them.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from screenings.audit.steps import record_step
from screenings.desk.base import DeskModelAdmin
from screenings.desk.bring_in_items import plan_token
from screenings.desk.conflict_items import consequences_context
from screenings.desk.editions import edition_in_list, edition_of_form
from screenings.desk.export_tables import export_response
from screenings.desk.import_forms import ConfirmImportForm, ExportForm, UploadForm
from screenings.desk.lookups import parse_pk
from screenings.desk.pending_imports import PendingImportGone, PendingImportStorage
from screenings.desk.time_zone_change import KEEP_CHOICES, time_zone_question
from screenings.importing.both_changed import EVERYWHERE, VersionChoices, choices_for_all
from screenings.importing.clock_nights import by_night
from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.people import PersonChoices
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.renumbering import IdChoice
from screenings.models import Festival
from screenings.reliability.form_submissions import reads_only
from screenings.scheduling.time_zones import KeepChoice, zone_change_sentences

# Whoever brings in a table writes rows of these.
TABLE_MODELS: Mapping[str, tuple[str, ...]] = {
    "festival": ("festival",),
    "films": ("film", "filmpart", "section", "person", "credit"),
    "halls": ("venue", "hall"),
    "screenings": ("screening",),
    "sections": ("section",),
    "venues": ("venue",),
    "people": ("person",),
    "credits": ("credit", "person"),
    "links": ("filmlink",),
    "quotes": ("pressquote",),
    "images": ("filmimage",),
    "prints": ("print",),
    "hours": ("openinghours",),
    "closures": ("closure",),
    "travel": ("traveltime",),
    "guests": ("guest", "person"),
    "addresses": ("festival",),
    "holds": ("hold",),
    "rules": ("rulesetting",),
    "weights": ("termweight",),
    "wishes": ("placementwish",),
    "phrases": ("placementwish",),
    "orders": ("placementorder",),
    "acknowledgements": ("acknowledgement",),
}
ID_CHOICES = (
    (IdChoice.CONTENT, "Go by what the rows say, as shown above"),
    (IdChoice.FILE, "Go by the ids: each film and screening here becomes what the file says under its id"),
)
# Whoever may not bring in one of these brings in nothing; of the others those that they may.
NEEDED_TABLES = ("festival", "films", "halls", "screenings")
MAX_ROWS_LISTED = 300
NAMESAKE_PREFIX = "who:"  # before the key of namesakes, in the confirmation
BOTH_CHANGED_PREFIX = "whose:"  # before that of a cell that was changed here and in the file


class TableImportExportAdmin(DeskModelAdmin):
    """An admin whose rows come and go as a table of the import format.

    `tables` are those that it reads and writes; who may import them may add and change every model they write.
    """

    tables: ClassVar[tuple[str, ...]] = ()
    change_list_template = "admin/screenings/change_list_of_tables.html"

    def get_urls(self) -> list[URLPattern]:
        pages = {"process_import": self.process_import, "import": self.import_action, "export": self.export_action}
        urls = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"screenings_{self.opts.model_name}_{name}")
            for name, view in pages.items()
        ]
        return urls + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        allowed = {
            "has_import_permission": self.has_import_permission(request),
            "has_export_permission": self.has_export_permission(request),
        }
        return super().changelist_view(request, allowed | (extra_context or {}))

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self._needed().issubset(self.tables_for(request, "add", "change"))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self._needed().issubset(self.tables_for(request, "view"))

    def tables_for(self, request: HttpRequest, *verbs: str) -> tuple[str, ...]:
        """Those all of whose models they may add, change or view."""
        may = request.user.has_perm
        return tuple(
            table
            for table in self.tables
            if all(may(f"screenings.{verb}_{model}") for model in TABLE_MODELS[table] for verb in verbs)
        )

    def _needed(self) -> set[str]:
        return {table for table in self.tables if table in NEEDED_TABLES}

    @reads_only
    def import_action(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file; show what it would change, or everything that is wrong with it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = UploadForm(*sent, tables=self.tables, initial=self._initial_festival(request))
        if not form.is_valid():
            return self._page(request, {"form": form})
        file: UploadedFile = form.cleaned_data["file"]
        storage = PendingImportStorage(name=form.file_ending(file))
        storage.save(file.read())
        return self._preview(request, form.cleaned_data["festival"], storage, str(file.name))

    def process_import(self, request: HttpRequest) -> HttpResponse:
        """Write what was seen; where it would be something else by now, show that instead."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ConfirmImportForm(request.POST)
        if not form.is_valid():
            return self._start_again(request)
        storage = PendingImportStorage(name=form.cleaned_data["upload"])
        festival = form.cleaned_data["festival"]
        return self._run_and_publish(
            request, lambda: self._write_confirmed(request, festival, storage, form.cleaned_data["seen"])
        )

    def _write_confirmed(
        self, request: HttpRequest, festival: Festival, storage: PendingImportStorage, seen: str
    ) -> HttpResponse:
        people, versions = _chosen(request, NAMESAKE_PREFIX), _chosen(request, BOTH_CHANGED_PREFIX)
        try:
            plan = self._import_upload(request, festival, storage, dry_run=True)
            if plan_token(plan) != seen:
                text = "Nothing was written: the festival has changed since you looked. This is the difference now."
                messages.warning(request, text)
                return self._preview(request, festival, storage, "")
            if not versions.get(EVERYWHERE) and {cell.key for cell in plan.undecided} - versions.keys():
                text = _("Nothing was written. Choose whose counts for each cell that both have changed.")
                messages.warning(request, text)
                return self._preview(request, festival, storage, "")
            keep = KeepChoice.INSTANTS if request.POST.get("keep") == KeepChoice.INSTANTS else KeepChoice.CLOCKS
            ids = IdChoice.FILE if request.POST.get("ids") == IdChoice.FILE else IdChoice.CONTENT
            imported = self._import_upload(
                request, festival, storage, dry_run=False, people=people, versions=versions, keep=keep, ids=ids
            )
        except PendingImportGone:
            return self._start_again(request)
        except ProgrammeRefused as refused:
            return self._page(request, {"problems": by_night(refused.problems), "form": self._empty(request)})
        storage.remove()
        self.mark_for_publishing(request, (imported.festival,))
        if imported.zone_change:
            messages.info(request, " ".join(zone_change_sentences(imported.zone_change, keep)))
        text = f"Imported a table: {(summary := imported.diff.summary())}."
        record_step(imported.festival, at=imported.at, by=request.user, text=text)
        self.log_change(request, imported.festival, text)
        self.message_user(request, f"{imported.festival}: {summary}.", messages.SUCCESS)
        return HttpResponseRedirect(self._list_address())

    def _preview(
        self, request: HttpRequest, festival: Festival, storage: PendingImportStorage, name: str
    ) -> HttpResponse:
        try:
            plan = self._import_upload(request, festival, storage, dry_run=True)
        except PendingImportGone:
            return self._start_again(request)
        except ProgrammeRefused as refused:
            storage.remove()
            return self._page(
                request, {"problems": by_night(refused.problems), "name": name, "form": self._empty(request)}
            )
        difference = plan.diff
        initial = {"festival": festival.pk, "upload": storage.name, "seen": plan_token(plan)}
        context = {
            "name": name,
            "festival": festival,
            "summary": difference.summary(),
            "public_effect": str(plan.public_effect),
            "confirm": ConfirmImportForm(initial=initial),
            "warnings": plan.warnings[:MAX_ROWS_LISTED],
            "renumbering": plan.renumbering,
            "id_choices": ID_CHOICES,
            "namesakes": plan.ambiguous_names,
            "both_changed": plan.both_changed,
            "choices_for_all": choices_for_all() if len(plan.both_changed) > 1 else (),
            "keep_question": " ".join(time_zone_question(plan.zone_change)) if plan.zone_change else "",
            "keep_choices": KEEP_CHOICES,
            "added": difference.added[:MAX_ROWS_LISTED],
            "changed": difference.changed[:MAX_ROWS_LISTED],
            "removed": difference.removed[:MAX_ROWS_LISTED],
            "not_in_file": difference.not_in_file[:MAX_ROWS_LISTED],
            "more": max(
                0,
                *(
                    len(rows) - MAX_ROWS_LISTED
                    for rows in (difference.added, difference.changed, difference.removed, difference.not_in_file)
                ),
            ),
            "is_unchanged": difference.is_empty and not plan.both_changed,
            **consequences_context(plan.consequences),
        }
        return self._page(request, context)

    def _import_upload(
        self,
        request: HttpRequest,
        festival: Festival,
        storage: PendingImportStorage,
        *,
        dry_run: bool,
        people: PersonChoices = MappingProxyType({}),
        versions: VersionChoices = MappingProxyType({}),
        keep: KeepChoice = KeepChoice.CLOCKS,
        ids: IdChoice = IdChoice.CONTENT,
    ) -> ImportResult:
        """The upload as the importer wants it: a folder with a table, an archive or a workbook."""
        data = storage.read()
        ending = storage.ending
        with TemporaryDirectory() as directory:
            folder = Path(directory)
            file = folder / (f"{self.tables[0]}.csv" if ending == ".csv" else f"upload{ending}")
            file.write_bytes(data)
            return import_programme(
                folder if ending == ".csv" else file,
                festival_slug=festival.slug,
                dry_run=dry_run,
                only_tables=self.tables_for(request, "add", "change"),
                person_choices=people,
                version_choices=versions,
                keep=keep,
                ids=ids,
            )

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Ask which festival and format; with both, send the file."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_export_permission(request):
            raise PermissionDenied
        submitted = request.GET if "format" in request.GET else None
        form = ExportForm(submitted, tables=self.tables, initial=self._initial_festival(request))
        if form.is_valid():
            tables = self.tables_for(request, "view")
            return export_response(form.cleaned_data["festival"], tables, form.cleaned_data["format"])
        return self._page(request, {"form": form}, "export")

    def _initial_festival(self, request: HttpRequest) -> dict[str, Any]:
        """The festival that the list was filtered by, else the one that is worked on."""
        return {"festival": parse_pk(edition_in_list(request)) or edition_of_form(request, None)}

    def _empty(self, request: HttpRequest) -> UploadForm:
        return UploadForm(tables=self.tables, initial=self._initial_festival(request))

    def _page(self, request: HttpRequest, context: dict[str, Any], kind: str = "import") -> TemplateResponse:
        what = self.opts.verbose_name_plural if len(self.tables) == 1 else "a programme"
        title = f"{kind.capitalize()} {what}"
        common = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        common["confirm_address"] = reverse(f"admin:screenings_{self.opts.model_name}_process_import")
        return TemplateResponse(request, f"admin/screenings/{kind}.html", {**common, **context})

    def _start_again(self, request: HttpRequest) -> HttpResponse:
        self.message_user(
            request, "That file is no longer here, and nothing was written. Choose it again.", messages.ERROR
        )
        return HttpResponseRedirect(reverse(f"admin:screenings_{self.opts.model_name}_import"))

    def _list_address(self) -> str:
        return reverse(f"admin:screenings_{self.opts.model_name}_changelist")


def _chosen(request: HttpRequest, prefix: str) -> dict[str, str]:
    """By the keys behind the prefix in the names of fields."""
    return {name.removeprefix(prefix): request.POST[name] for name in request.POST if name.startswith(prefix)}
