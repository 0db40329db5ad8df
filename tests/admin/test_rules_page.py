"""The page of rules: severities and lines are set, and what waited goes public."""

from django.test import Client
from django.urls import reverse

from screenings.models import Festival, FestivalRules, Publication, RuleSetting, Screening
from tests.admin.conflict_pages import CHANGEOVER, page_of, rules_of, shown
from tests.desk.forms import complaints, fields_of, said, send
from tests.world import hall, published, saved


def test_the_severity_of_every_rule_and_the_lines_are_set_on_one_page(desk: Client, evening: Festival) -> None:
    answer = send(
        desk, rules_of(evening), rule_changeover_too_short="error", rule_repeat_too_close="off", repeats="daypart",
        clashes=["director"], children_until="20:30",
    )  # fmt: skip
    assert answer.status_code == 302
    assert dict(RuleSetting.objects.values_list("code", "severity")) == {
        "changeover-too-short": "error", "repeat-too-close": "off",
    }  # fmt: skip
    evening.refresh_from_db()
    assert (evening.repeats, tuple(evening.clashes), f"{evening.children_until:%H:%M}") == (
        "daypart", ("director",), "20:30",
    )  # fmt: skip
    assert shown(desk.get(page_of(evening))) == {"Error: Too little changeover": [CHANGEOVER]}
    assert fields_of(desk.get(rules_of(evening)))["rule_changeover_too_short"] == "error"
    send(desk, rules_of(evening), rule_changeover_too_short="", rule_repeat_too_close="")
    assert not RuleSetting.objects.exists()


def test_a_severity_there_is_not_is_refused(desk: Client, evening: Festival) -> None:
    assert complaints(send(desk, rules_of(evening), rule_hall_busy="dreadful")) != []
    assert not RuleSetting.objects.exists()


def test_nobody_adds_or_deletes_a_festival_from_its_rules(desk: Client, evening: Festival) -> None:
    assert desk.get(reverse("admin:screenings_festivalrules_add")).status_code == 403
    assert desk.post(reverse("admin:screenings_festivalrules_delete", args=[evening.pk])).status_code == 403
    assert FestivalRules.objects.count() == 1
    text = desk.get(reverse("admin:screenings_festivalrules_changelist")).content.decode()
    assert page_of(evening) in text


def test_setting_a_rule_lets_the_waiting_changes_go_public(desk: Client, evening: Festival) -> None:
    Publication.objects.all().delete()
    hall(evening).__class__.objects.update(changeover=0)
    published(evening)
    hall(evening).__class__.objects.update(changeover=15)
    saved(RuleSetting(festival=evening, code="changeover-too-short", severity="error"))
    Screening.objects.update(sold_out=True)
    answer = send(desk, rules_of(evening), rule_changeover_too_short="warning")
    assert "Public now, as publication 2: 3 changed." in said(answer)
