"""The tests mirror the house: a folder is a room, a test module is named for the module it tests."""

from pathlib import Path

TESTS = Path(__file__).parent
ROOT = TESTS.parent

# Folders for a way of testing and not for a room.
WAYS = {"benchmarks", "browser", "clients", "faults", "installation", "races", "static"}
# What only several modules hold together.
TOGETHER = {
    "admin/test_bad_input.py": "what every form refuses",
    "admin/test_hostile_text.py": "every page of the admin",
    "admin/test_list_questions.py": "what staff ask the lists of the admin",
    "admin/test_lists.py": "what every list and form costs",
    "assistant/test_any_table.py": "anything that may stand in a table",
    "assistant/test_encodings.py": "letters that may be read in several ways, from the bytes to the question",
    "assistant/test_homonyms.py": "films, people and halls of one name",
    "assistant/test_spreadsheets.py": "timetables as festivals write them, from the file to the rows",
    "board/test_move_cost.py": "a move from the request to the publication",
    "desk/test_dates_read_one_way.py": "every field that reads a date, a time or a number",
    "desk/test_import_choices.py": "what the preview of a table asks, answered",
    "desk/test_races.py": "two people at once",
    "desk/test_roles.py": "what each group may do, on every page",
    "desk/test_rolled_back.py": "a save that fails on the way",
    "desk/test_sent_twice.py": "every form that is sent twice",
    "feeds/test_any_text.py": "any text in every feed",
    "feeds/test_feed_properties.py": "a property in every feed",
    "importing/test_bombs.py": "files that are made to do harm",
    "importing/test_real_programmes.py": "real programmes in and out",
    "loading/test_formats.py": "the format a screening is announced in, from rows to pages",
    "loading/test_one_timetable.py": "every page and command about the same conflicts",
    "management/test_losses_tried.py": "what propose_timetable says of a loss that is not entered",
    "models/test_migrations.py": "the folded migrations",
    "proposals/test_refusing.py": "what there is nothing to search for",
    "proposals/test_views.py": "the pages of proposals, from the question to the answer",
    "publishing/test_line_ups.py": "what is added to a line-up that waits, each way",
    "public/test_interface_language.py": "a festival in another language, from its row to its pages and feeds",
    "public/test_pseudo_language.py": "every public page and feed in a language that shows which text is not marked",
    "sheets/test_languages.py": "what the house and its guests read, in their languages",
    "public/serving/test_data_feeds.py": "the feeds for programs",
    "public/serving/test_estimated_ends.py": "an estimated end on every page and feed",
    "public/serving/test_golden_publications.py": "whole feeds, byte by byte",
    "public/serving/test_kept_and_anew.py": "every page after every write, at every time",
    "public/serving/test_upgrades.py": "what visitors keep over an upgrade",
    "public/serving/test_validators.py": "the tags of every address",
    "public/views/test_counts.py": "a number and the rows it leads to, on every page",
    "public/views/test_listing_filters.py": "the filters on the page",
    "public/views/test_public_pages.py": "every public page",
    "public/views/test_secret_screenings.py": "what no page and no feed may tell",
    "publishing/test_after_a_save.py": "a save that publishes, waits or is blocked",
    "reliability/test_upload_storage.py": "uploads in a storage that several servers share",
    "scenarios/test_board.py": "the board of a scenario",
    "scheduling/test_copies.py": "copies of films and editions",
    "solver/test_good_timetables.py": "what proposals come to by the measures of a timetable",
}


def named_for_a_module(file: Path) -> bool:
    """Whether its room has a module or package of that name; `test_people_names.py` may go on after the name."""
    room = file.relative_to(TESTS).parts[0]
    folder = ROOT / room if room == "festival" else ROOT / "screenings" / room
    names = {path.stem for path in folder.rglob("*") if path.suffix == ".py" or path.is_dir()}
    name = file.stem.removeprefix("test_")
    return any(name == each or name.startswith(f"{each}_") for each in names)


def in_rooms() -> list[Path]:
    files = [file for file in TESTS.rglob("test_*.py") if file.parent != TESTS]
    return sorted(file for file in files if file.relative_to(TESTS).parts[0] not in WAYS)


def test_every_folder_is_a_room_or_a_way_of_testing() -> None:
    rooms = {path.name for path in (ROOT / "screenings").iterdir() if any(path.rglob("*.py"))} | {"festival"}
    assert {file.relative_to(TESTS).parts[0] for file in in_rooms()} - rooms == set()


def test_a_test_module_is_named_for_a_module_of_its_room_or_for_what_several_hold_together() -> None:
    others = {file.relative_to(TESTS).as_posix() for file in in_rooms() if not named_for_a_module(file)}
    assert others == set(TOGETHER)
