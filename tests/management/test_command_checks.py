"""What a command loads and checks before it runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from screenings.management.command_checks import COMMAND_CHECKS
from tests.benchmarks.served import ROOT

STARTING = {"demo", "serve"}  # these serve the whole site, and say how they check it
OURS = sorted(name for name, app in get_commands().items() if app == "screenings" and name not in STARTING)
CHECKED = """
import sys, django
django.setup()
from screenings.management.commands.conflicts import Command
Command().check(tags={tags})
print(sorted({{"screenings.admin", "screenings.urls", "festival.urls"}} & set(sys.modules)))
"""


def loaded_by_checks(tags: str, folder: Path) -> str:
    environment = {
        **os.environ, "DATABASE_URL": "", "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "festival.settings",
        "SECRET_KEY": "only-for-tests",
    }  # fmt: skip
    code = CHECKED.format(tags=tags)
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize("name", OURS)
def test_a_command_checks_what_can_stop_it(name: str) -> None:
    assert load_command_class("screenings", name).requires_system_checks == COMMAND_CHECKS


def test_a_command_loads_no_page_and_all_checks_load_them_all(tmp_path: Path) -> None:
    assert loaded_by_checks("Command.requires_system_checks", tmp_path) == "[]"
    assert loaded_by_checks("None", tmp_path) == "['festival.urls', 'screenings.admin', 'screenings.urls']"
