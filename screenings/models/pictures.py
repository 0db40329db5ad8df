"""A field for uploaded pictures: nothing reaches the disk that was not checked and written anew."""

import errno
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models.fields.files import FieldFile

from screenings.images.processing import (
    EncodedImage,
    ImageRefused,
    encode_logo,
    encode_still,
    scaled_name,
    scaled_widths,
)

ENCODERS: dict[str, Callable[[Any], EncodedImage]] = {"still": encode_still, "logo": encode_logo}
ACCEPTED_TYPES = "image/jpeg,image/png,image/webp"


class EncodedFile(ContentFile):
    """A picture that was checked and written anew already. Its name begins with `digest`, by which it is found."""

    def __init__(self, encoded: EncodedImage, name: str, *, digest: str = "") -> None:
        super().__init__(encoded.main, name)
        self.encoded = encoded
        self.digest = digest or encoded.digest


class PictureFormField(forms.FileField):
    """Refuses what is no still picture, in words that say what to do."""

    def __init__(self, *, kind: str = "still", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return EncodedFile(ENCODERS[self.kind](file), file.name or "picture")
        except ImageRefused as problem:
            raise ValidationError(str(problem), "picture") from problem

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPTED_TYPES}


def picture_url(name: str) -> str:
    """Where the site itself serves the picture, whatever storage holds it: for good, and as the pages' policy asks."""
    return f"{settings.MEDIA_URL}{name}"


def picture_name(address: str) -> str:
    """The name of the file that has this address, on whatever site; empty for what is no picture of ours."""
    return urlsplit(address).path.partition(f"/{settings.MEDIA_URL.strip('/')}/")[2]


class PictureFile(FieldFile):
    """The main picture; the narrower ones lie beside it."""

    field: "PictureField"

    @property
    def url(self) -> str:
        self._require_file()  # type: ignore[attr-defined]  # Django's own
        return picture_url(self.name or "")

    def save(self, name: str | None, content: File, save: bool = True) -> None:
        """Kept under a name of its own that nobody can guess, whatever it was called. Raises ImageRefused."""
        if not isinstance(content, EncodedFile):
            content = EncodedFile(ENCODERS[self.field.kind](content), name or "picture")
        encoded = content.encoded
        for attribute, value in zip(self.field.sizes, (encoded.width, encoded.height), strict=False):
            setattr(self.instance, attribute, value)
        stem = f"{content.digest}{secrets.token_hex(4)}"
        main = self.field.generate_filename(self.instance, f"{stem}.{encoded.suffix}")
        names = [main, *(scaled_name(main, width) for width, _data in encoded.narrower)]
        try:
            for width, data in encoded.narrower:
                self.storage.save(scaled_name(main, width), ContentFile(data))
            super().save(f"{stem}.{encoded.suffix}", ContentFile(encoded.main), save)
        except Exception as problem:
            # A full disk has taken some of them, and half of one. What cannot be removed now tidy_uploads finds.
            for stored_name in names:
                with suppress(Exception):
                    self.storage.delete(stored_name)
            if save or isinstance(self.storage, FileSystemStorage):
                raise
            # Each kind of storage has errors of its own.
            raise OSError(errno.EREMOTEIO, "The storage for uploads does not answer") from problem

    def sources(self, width: int | None) -> list[tuple[str, int]]:
        """Addresses of the narrower pictures and their widths, of a picture that wide."""
        if not (self.name and width):
            return []
        return [(picture_url(scaled_name(self.name, one)), one) for one in scaled_widths(width)]


class PictureField(models.FileField):
    """`kind` is still or logo; `sizes` names the instance's fields for width and height, declared after this one."""

    attr_class = PictureFile

    def __init__(self, *args: Any, kind: str = "still", sizes: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kind, self.sizes = kind, tuple(sizes)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind, "sizes": self.sizes}

    def formfield(self, **kwargs: Any) -> Any:
        # The file gets a name of our own, so its own may be of any length.
        return super().formfield(**{"form_class": PictureFormField, "kind": self.kind, "max_length": None, **kwargs})
