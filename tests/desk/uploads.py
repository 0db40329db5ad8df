"""A table handed in through the admin."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival


def uploaded(client: Client, model: str, data: bytes | str, name: str = "table.csv", **typed: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    of = Festival.objects.first()
    return client.post(reverse(f"admin:screenings_{model}_import"), {"festival": of and of.pk, "file": file, **typed})
