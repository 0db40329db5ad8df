"""Fails while LATER_FAILS is set, after it has written."""

import os
from typing import Any

from django.db import migrations


def write_and_fail(apps: Any, _editor: Any) -> None:
    apps.get_model("screenings", "Film").objects.update(rating="Nobody")
    if os.environ.get("LATER_FAILS"):
        raise RuntimeError("half way")


class Migration(migrations.Migration):
    dependencies = (("screenings", "later_rows_and_column"),)
    operations = (migrations.RunPython(write_and_fail, migrations.RunPython.noop),)
