from pathlib import Path

import tzdata

from screenings.text.time_zones import time_zone_names


def test_every_zone_of_the_zone_database_is_named() -> None:
    listed = (Path(tzdata.__file__).parent / "zones").read_text().split()
    assert len(listed) > 500
    assert set(listed) - time_zone_names() <= {"localtime", "Factory"}
