"""How much a festival minds each rule of its timetable."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from screenings.models.festivals import Festival
from screenings.models.uniqueness import UniqueWithMessage
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import CODES


class RuleSeverity(models.TextChoices):
    OFF = Severity.OFF, "off: not looked for"
    NOTICE = Severity.NOTICE, "notice"
    WARNING = Severity.WARNING, "warning"
    ERROR = Severity.ERROR, "error: stops a publication until it is mended or acknowledged"


def check_code(code: str) -> None:
    """One of the rules there are."""
    if code not in CODES:
        raise ValidationError(
            '"%(code)s" is no rule. There are: %(known)s.', "rule", {"code": code, "known": ", ".join(CODES)}
        )


class RuleSetting(models.Model):
    """A rule this festival holds otherwise than the house does; a rule without a row keeps its own severity.

    Two shows in one hall at one time are an error whatever is set here.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="rule_settings")
    code = models.CharField("rule", max_length=40, validators=[check_code])
    severity = models.CharField(max_length=8, choices=RuleSeverity)

    class Meta:
        ordering = ("festival", "code")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "code"),
                name="rule_set_once",
                on="code",
                says="This rule is set already: %(other)s. Change that entry.",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=RuleSeverity.values),
                name="rule_severity_known",
                violation_error_message="Choose off, notice, warning or error.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.severity}"


class FestivalRules(Festival):
    """A festival seen from its rules: the same row, with a page of its own in the admin."""

    class Meta:
        proxy = True
        verbose_name = "festival's rules"
        verbose_name_plural = "rules of the timetable"
