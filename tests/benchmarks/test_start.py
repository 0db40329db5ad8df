"""What a start costs beside Django's own: CPU of a fresh Python each time, the best of several, in turns."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.served import ROOT

pytestmark = pytest.mark.benchmark
ROUNDS = 7
BARE = """
import os
from django.conf import settings
names = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
settings.configure(
    INSTALLED_APPS=[f"django.contrib.{name}" for name in names],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    ROOT_URLCONF="django.contrib.auth.urls",
    STATIC_URL="static/",
)
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
"""
OURS = "import festival.wsgi"
FIRST_REQUEST = "\nfrom django.urls import resolve\nresolve('/login/' if 'festival.wsgi' not in sys.modules else '/')"


def start_cost(script: str, folder: Path) -> float:
    """CPU seconds, with bytecode kept in a folder of our own: a checkout may be told to write none."""
    environment = {
        **os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "festival.settings",
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "SECRET_KEY": "x",
        "WORKER": "none",
    }  # fmt: skip
    if script.startswith(BARE):
        del environment["DJANGO_SETTINGS_MODULE"]
    spent = "\nused = resource.getrusage(resource.RUSAGE_SELF)\nprint(used.ru_utime + used.ru_stime)"
    ended = subprocess.run(
        [sys.executable, "-c", f"import resource, sys\n{script}{spent}"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


@pytest.mark.parametrize(("more", "most"), [("", 4.0), (FIRST_REQUEST, 4.6)], ids=["import", "with its addresses"])
def test_a_start_costs_a_few_times_a_bare_djangos(more: str, most: float, tmp_path: Path) -> None:
    for script in (BARE, OURS):
        start_cost(script + more, tmp_path)  # compiles
    turns = [(start_cost(BARE + more, tmp_path), start_cost(OURS + more, tmp_path)) for _ in range(ROUNDS)]
    bare, ours = (min(costs) for costs in zip(*turns, strict=True))
    print(f"start: {ours:.3f} s CPU, a bare Django {bare:.3f} s, ratio {ours / bare:.2f}")

    assert ours / bare <= most
