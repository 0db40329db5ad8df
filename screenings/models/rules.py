"""How severe each rule of the timetable is to a festival."""

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
    """Raises ValidationError unless it is the code of a rule."""
    if code not in CODES:
        raise ValidationError(
            '"%(code)s" is no rule. There are: %(known)s.', "rule", {"code": code, "known": ", ".join(CODES)}
        )


class RuleSetting(models.Model):
    """A rule whose severity this festival has changed; a rule without a row keeps its usual one.

    Rows of a rule that is no more are ignored.

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
    """The same row as Festival, so that its rules have a page of their own in the admin."""

    class Meta:
        proxy = True
        verbose_name = "festival's rules"
        verbose_name_plural = "rules of the timetable"
