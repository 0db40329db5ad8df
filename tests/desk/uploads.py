"""Tables out of the admin, and one handed in: what its preview says, and its confirmation."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Festival
from tests.desk.forms import fields_of
from tests.pages import read


def uploaded(client: Client, model: str, data: bytes | str, name: str = "table.csv", **typed: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    of = Festival.objects.first()
    return client.post(reverse(f"admin:screenings_{model}_import"), {"festival": of and of.pk, "file": file, **typed})


def exported(client: Client, model: str, kind: str) -> bytes:
    answer = client.get(
        reverse(f"admin:screenings_{model}_export"), {"festival": Festival.objects.get().pk, "format": kind}
    )
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def confirm(client: Client, model: str, shown: HttpResponse, **typed: Any) -> HttpResponse:
    return client.post(reverse(f"admin:screenings_{model}_process_import"), {**fields_of(shown), **typed})


def words(response: HttpResponse) -> str:
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def problems(response: HttpResponse) -> list[str]:
    return [line for part in read(response).all("ul", of_class="problems") for line in part.items]
