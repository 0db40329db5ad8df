"""conflicts on the command line: what it prints, in both forms, and its exit codes."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from screenings.models import Acknowledgement, Festival, Screening
from screenings.scheduling.acknowledgements import acknowledge, withdraw_acknowledgements
from screenings.scheduling.conflict_status import load_conflict_statuses, set_severities
from screenings.timetable.rules import CODES, RULES, find_conflicts
from tests.timetable.random_festivals import random_festival
from tests.world import SPRING, changeovers_are_errors, festival, film, hall, screening

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = StringIO()
    try:
        call_command("conflicts", *args, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def harbour() -> Festival:
    """Two films with five minutes between them, an error here, and one of them again on the same day."""
    of = festival()
    cleo, odeon = film(of, "Cléo"), hall(of)
    screening(cleo, odeon, "2026-10-10 20:00")
    screening(film(of, "Vagabond"), odeon, "2026-10-10 21:35")
    screening(cleo, hall(of, "Hall 2"), "2026-10-10 10:00")
    return changeovers_are_errors(of)


CHANGEOVER = (
    "Odeon, Hall 1 needs 15 min between shows: Cléo ends Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:35, "
    "10 min too early. Move one, or acknowledge it."
)
REPEAT = "Cléo is shown twice on one day: Sat 10 Oct 10:00 in Odeon, Hall 2 and Sat 10 Oct 20:00 in Odeon, Hall 1."


def test_an_unacknowledged_error_is_exit_code_1(harbour: Festival) -> None:
    assert run() == (
        1,
        (
            f"changeover-too-short: 1 error\n  error: {CHANGEOVER}\n"
            f"repeat-too-close: 1 notice\n  notice: {REPEAT}\n"
            "Harbour Film Festival: 1 error, 1 notice.\n"
        ),
    )


def test_an_acknowledged_error_is_exit_code_0_until_it_is_withdrawn_or_lapses(harbour: Festival) -> None:
    known = [standing.conflict for standing in load_conflict_statuses(harbour).blocking]
    acknowledge(harbour, known, reason="Both are short queues.", by=None, at=SPRING)
    assert run("--at-least", "error") == (
        0,
        (
            f"changeover-too-short: 1 error, 1 of them acknowledged\n  error: {CHANGEOVER}\n"
            "    Acknowledged: Both are short queues.\n"
            "Harbour Film Festival: 1 error, 1 of them acknowledged.\n"
        ),
    )

    later = Screening.objects.get(film__title="Vagabond")
    assert later.starts_at is not None
    Screening.objects.filter(pk=later.pk).update(starts_at=later.starts_at.replace(minute=36))
    assert run()[0] == 1
    assert [row.reason for row in load_conflict_statuses(harbour).lapsed] == ["Both are short queues."]

    Screening.objects.filter(pk=later.pk).update(starts_at=later.starts_at)
    assert run()[0] == 0
    assert withdraw_acknowledgements(harbour, [conflict.fingerprint for conflict in known]) == 1
    assert run()[0] == 1
    assert not Acknowledgement.objects.exists()


def test_a_long_list_is_headed_by_hall_and_day_with_how_many_are_there(harbour: Festival) -> None:
    for hall_name, number, day in (("Hall 10", 4, 12), ("Hall 9", 2, 11)):
        for each in range(number):
            screening(film(harbour, f"{hall_name} {each}"), hall(harbour, hall_name), f"2026-10-{day} 20:00")
    lines = run()[1].splitlines()
    found = [line for line in lines[: lines.index("changeover-too-short: 1 error")] if not line.startswith("  error: ")]
    assert found == ["hall-busy: 7 errors", "  Odeon, Hall 9, Sun 11 Oct (1):", "  Odeon, Hall 10, Mon 12 Oct (6):"]
    ninth = lines.index("  Odeon, Hall 9, Sun 11 Oct (1):")
    assert lines[ninth + 1].startswith("  error: Odeon, Hall 9 is double-booked: ")
    assert lines[ninth + 3].startswith("  error: Odeon, Hall 10 is double-booked: ")


def test_json_holds_everything_a_program_needs(harbour: Festival) -> None:
    code, out = run("--format", "json", "--festival", "harbour")
    told = json.loads(out)
    first = told["conflicts"][0]
    cleo, vagabond = Screening.objects.order_by("pk")[:2]
    conflict = load_conflict_statuses(harbour).statuses[0].conflict
    assert code == 1
    assert (told["festival"], told["unacknowledged_errors"], len(told["conflicts"])) == ("harbour", 1, 2)
    assert first == {
        "code": "changeover-too-short",
        "severity": "error",
        "sentence": CHANGEOVER,
        "screenings": [str(cleo.uid), str(vagabond.uid)],
        "facts": dict(conflict.facts),
        "fingerprint": conflict.fingerprint,
        "acknowledgeable": True,
        "acknowledged": None,
    }
    assert first["facts"]["missing"] == 10


def test_json_says_who_acknowledged_when_and_why(harbour: Festival, django_user_model: Any) -> None:
    ada = django_user_model.objects.create_user("ada")
    acknowledge(harbour, [load_conflict_statuses(harbour).blocking[0].conflict], reason="Known.", by=ada, at=SPRING)
    code, out = run("--format", "json")
    told = json.loads(out)
    assert code == told["unacknowledged_errors"] == 0
    assert told["conflicts"][0]["acknowledged"] == {
        "reason": "Known.", "by": "ada", "at": "2026-04-01T12:00:00+00:00",
    }  # fmt: skip


def test_a_festival_where_nothing_is_broken_says_so() -> None:
    festival()
    assert run() == (0, "Harbour Film Festival: Nothing is broken.\n")


def test_a_festival_there_is_not_is_exit_code_2(harbour: Festival) -> None:
    with pytest.raises(CommandError, match='There is no festival "sunset"') as wrong:
        run("--festival", "sunset")
    assert wrong.value.returncode == 2


def test_what_the_festival_does_not_mind_is_not_printed(harbour: Festival) -> None:
    set_severities(harbour, {"repeat-too-close": "off", "changeover-too-short": "warning"})
    assert run() == (
        0,
        f"changeover-too-short: 1 warning\n  warning: {CHANGEOVER}\nHarbour Film Festival: 1 warning.\n",
    )
    set_severities(harbour, {"repeat-too-close": "error", "changeover-too-short": "error"})
    assert run()[0] == 1
    assert {standing.conflict.severity for standing in load_conflict_statuses(harbour).statuses} == {"error"}


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_lines_that_fit_it(harbour: Festival, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = Terminal()
    with pytest.raises(SystemExit):
        call_command("conflicts", stdout=out)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[1:4] == [
        "  error: Odeon, Hall 1 needs 15 min between shows: Cléo ends",
        "      Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:35,",
        "      10 min too early. Move one, or acknowledge it.",
    ]


def test_of_several_festivals_one_has_to_be_named(harbour: Festival) -> None:
    festival("Winter", slug="winter", starts_on="2026-01-09", ends_on="2026-01-10")
    with pytest.raises(CommandError, match=r"There are several festivals: say which with --festival") as wrong:
        run()
    assert wrong.value.returncode == 2
    assert run("--festival", "winter") == (0, "Winter: Nothing is broken.\n")


def test_without_any_festival_it_says_how_to_make_one() -> None:
    with pytest.raises(CommandError, match=r"There is no festival yet. Run import_programme or demo.") as wrong:
        run()
    assert wrong.value.returncode == 2


def test_the_book_names_every_fact_of_every_rule() -> None:
    """`docs/rules.md` is the schema: a row for each rule, with the facts its conflicts have, in that order."""
    book = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = [re.findall("`([^`]+)`", line) for line in book[book.index("| rule | facts |") :].splitlines()]
    told = {row[0]: row[1:] for row in rows if row and row[0] in CODES}
    assert list(told) == list(CODES), "docs/rules.md: each rule has its row of facts, in the order of RULES"
    found: dict[str, set[str]] = {code: set() for code in CODES}
    for seed in range(300):
        for conflict in find_conflicts(random_festival(seed, 12)):
            found[conflict.code] |= conflict.facts.keys()
            assert [name for name in told[conflict.code] if name in conflict.facts] == list(conflict.facts)
    assert {code: set(names) for code, names in told.items()} == found


def test_the_book_says_how_severe_every_rule_usually_is() -> None:
    book = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \| .* \| (\w+) \|$", book, flags=re.MULTILINE)
    usual = [(rule.code, str(rule.severity)) for rule in RULES]
    assert told == usual, "docs/rules.md: each rule has its row with its severity, in the order of RULES"
