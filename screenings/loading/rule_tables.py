"""Three small tables that the rules read beside the programme, in one query."""

from typing import NamedTuple

from django.db.models import CharField, IntegerField, Value

from screenings.models import Acknowledgement, Festival, RuleSetting, TravelTime
from screenings.timetable.conflicts import Severity

TRAVEL, RULE, ACKNOWLEDGED = "way", "rule", "known"


class RuleTables(NamedTuple):
    travel_times: dict[tuple[int, int], tuple[int, str]]
    severities: dict[str, Severity]
    acknowledged_fingerprints: frozenset[str]


def load_rule_tables(festival: Festival) -> RuleTables:
    """Stated ways, severities and acknowledgements: three small tables in one query."""
    ways = TravelTime.objects.filter(origin__festival=festival)
    rules = RuleSetting.objects.filter(festival=festival)
    known = Acknowledgement.objects.filter(festival=festival)
    rows = ways.order_by().values_list(_text(TRAVEL), "origin_id", "destination_id", "minutes", "by", _text(""))
    others = (
        rules.order_by().values_list(_text(RULE), _number(), _number(), _number(), "code", "severity"),
        known.order_by().values_list(_text(ACKNOWLEDGED), _number(), _number(), _number(), "fingerprint", _text("")),
    )
    stated, severities, prints = {}, {}, set()
    for kind, origin, to, minutes, text, severity in rows.union(*others, all=True):
        if kind == TRAVEL:
            stated[origin, to] = (minutes, text)
        elif kind == RULE:
            severities[text] = Severity(severity)
        else:
            prints.add(text)
    return RuleTables(stated, severities, frozenset(prints))


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _number() -> Value:
    return Value(0, output_field=IntegerField())
