"""The app's migrations, and two of a later version: one writes rows and rebuilds their table, one fails half way."""

from pathlib import Path

from screenings import migrations

__path__ = [*__path__, *migrations.__path__]
NEWEST = max(path.stem for folder in migrations.__path__ for path in Path(folder).glob("0*.py"))
