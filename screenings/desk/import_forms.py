"""The forms of the import and export pages: which file, for which festival, in which format."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from screenings.desk.export_tables import FORMATS
from screenings.importing.limits import MAX_FILE_BYTES, size_text
from screenings.models import Festival


class UploadForm(forms.Form):
    festival = forms.ModelChoiceField(Festival.objects.newest_first(), empty_label=None)
    file = forms.FileField()

    def __init__(self, *args: Any, tables: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.endings = (".xlsx", ".ods", ".csv", ".zip") if len(tables) == 1 else (".xlsx", ".ods", ".zip")
        self.fields["file"].widget.attrs["accept"] = ",".join(self.endings)
        self.fields["file"].help_text = f"{', '.join(self.endings)}, as the export writes it."

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if self.file_ending(file) not in self.endings:
            raise forms.ValidationError(f"Hand in a file of {' or '.join(self.endings)}.", "ending")
        if file.size is not None and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                f"{size_text(file.size)} is too much; {size_text(MAX_FILE_BYTES)} are read.", "size"
            )
        return file

    @staticmethod
    def file_ending(file: UploadedFile) -> str:
        return Path(file.name or "").suffix.lower()


class ConfirmImportForm(forms.Form):
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
