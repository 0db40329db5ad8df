"""The app in somebody else's Django project: listed as "screenings", its addresses under a prefix of theirs."""

import sys
from pathlib import Path

import pytest
from django.apps import AppConfig
from django.core.checks import CheckMessage
from pytest_django import Settings

from screenings.apps import ScreeningsConfig
from screenings.checks import required_apps_are_installed
from tests.installation.processes import ROOT, must

PROJECT = {
    "settings.py": """
from pathlib import Path

BASE_DIR = Path(__file__).parent
SECRET_KEY = "another project's own"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "urls"
STATIC_URL = "static/"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "screenings",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
processors = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
              "django.contrib.messages.context_processors.messages"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
              "OPTIONS": {"context_processors": processors}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "their.sqlite3"}}
""",
    "urls.py": """
from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("staff/", admin.site.urls), path("cinema/festivals/", include("screenings.urls"))]
""",
    "visit.py": """
import re

import django

django.setup()

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

visitor, editor = Client(), Client()
editor.force_login(get_user_model().objects.create_superuser("editor"))
UNDER = ("/cinema/festivals/", "/static/", "/staff/")


def links(text):
    return re.findall(r\'(?:href|src|action)="(/[^"]*)"\', text)


public = ["", "screenings/", "screenings.ics", "screenings.json", "schedule.xml", "timetable/", "changes.atom",
          "films/", "films/weekend/", "venues/", "plan/"]
for page in public:
    answer = visitor.get("/cinema/festivals/strangers/" + page)
    text = b"".join(answer).decode()
    elsewhere = [link for link in links(text) if not link.startswith(UNDER)]
    print(page or "home", answer.status_code, elsewhere)
for name in ("board", "proposals", "publish-review"):
    print(name, editor.get(reverse("admin:" + name, args=[2024])).status_code)
for model in ("film", "screening", "festival"):
    print(model, editor.get(reverse(f"admin:screenings_{model}_changelist")).status_code)
""",
}


@pytest.mark.slow
def test_the_app_starts_and_answers_in_another_project_under_another_prefix(tmp_path: Path) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    ours = {"PYTHONPATH": f"{tmp_path}:{ROOT}", "DJANGO_SETTINGS_MODULE": "settings"}

    def django(*command: str) -> str:
        return must(sys.executable, "-m", "django", *command, home=tmp_path, **ours)

    assert django("check") == "System check identified no issues (0 silenced).\n"
    django("migrate", "--verbosity", "0")
    django("loaddata", str(ROOT / "fixtures" / "demo.json"))
    django("publish", "--festival", "strangers")
    visited = must(sys.executable, "visit.py", home=tmp_path, **ours).splitlines()

    pages = ("home", "screenings/", "screenings.ics", "screenings.json", "schedule.xml", "timetable/", "changes.atom",
             "films/", "films/weekend/", "venues/", "plan/")  # fmt: skip
    staff = ("board", "proposals", "publish-review", "film", "screening", "festival")
    assert visited == [*(f"{page} 200 []" for page in pages), *(f"{page} 200" for page in staff)]


def test_the_name_of_the_app_alone_means_the_app_and_not_its_desk() -> None:
    assert type(AppConfig.create("screenings")) is ScreeningsConfig


def test_a_project_that_lacks_what_the_app_needs_is_told_what_for(settings: Settings) -> None:
    whole = list(settings.INSTALLED_APPS)
    assert required_apps_are_installed(None) == []

    settings.INSTALLED_APPS = [name for name in whole if name != "django.contrib.messages"]
    (found,) = required_apps_are_installed(None)

    assert isinstance(found, CheckMessage)
    assert (found.id, found.msg) == (
        "screenings.W010",
        "django.contrib.messages is not in INSTALLED_APPS; the festival needs it for the staff's pages.",
    )
