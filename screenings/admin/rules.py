"""How severe a festival holds each rule, where it draws its lines, and the way to the page of its conflicts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.admin.conflicts import conflicts_page
from screenings.desk.base import DeskModelAdmin
from screenings.desk.lookups import pk_or_404
from screenings.desk.staff_pages import conflicts_address
from screenings.models import Festival, FestivalRules, RuleSeverity
from screenings.scheduling.conflict_status import set_severities
from screenings.timetable.context import CLASH_KINDS
from screenings.timetable.rules import CODES, RULES
from screenings.timetable.rules.rule import Rule
from screenings.wording.rules import RULE_WORDS, rule_name


def rule_field_name(code: str) -> str:
    """The name of the form's field for a rule."""
    return f"rule_{code.replace('-', '_')}"


def _severity_field(rule: Rule) -> forms.ChoiceField:
    own = ("", f"as usual: {rule.severity}")
    return forms.ChoiceField(
        label=RULE_WORDS[rule.code].name,
        help_text=RULE_WORDS[rule.code].question,
        choices=[own, *RuleSeverity.choices],
        required=False,
    )


class _RulesForm(forms.ModelForm):
    clashes = forms.MultipleChoiceField(
        label="The same people come for",
        help_text="Films that share one should not run at once. Of large sections and countries some always do: "
        "they do not count.",
        choices=[(clash, clash) for clash in CLASH_KINDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "clashes" in self.fields:
            self.initial["clashes"] = list(self.instance.clashes)
        if self.instance.pk:
            for code, severity in self.instance.rule_settings.values_list("code", "severity"):
                self.initial[rule_field_name(code)] = severity

    @property
    def severities(self) -> dict[str, str]:
        """What was chosen, by rule; empty where a rule is held as usual."""
        return {rule.code: self.cleaned_data[rule_field_name(rule.code)] for rule in RULES}


RulesForm = type("RulesForm", (_RulesForm,), {rule_field_name(rule.code): _severity_field(rule) for rule in RULES})


@admin.register(FestivalRules)
class FestivalRulesAdmin(DeskModelAdmin):
    """One page a festival; festivals themselves are made and named on their own page."""

    form = RulesForm
    fixed = ()
    search_fields = plain_fields = ("name",)
    list_display = ("name", "starts_on", "held_otherwise", "conflicts")
    fieldsets = (
        (None, {"fields": ("conflicts",)}),
        ("How severe", {"fields": tuple(rule_field_name(rule.code) for rule in RULES)}),
        ("Where the lines are", {"fields": ("repeats", "clashes", "children_until")}),
    )
    readonly_fields = ("conflicts",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def festivals_of(self, obj: Festival) -> tuple[Festival, ...]:
        return (obj,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("rule_settings")

    def save_model(self, request: HttpRequest, obj: Festival, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        set_severities(obj, form.severities)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.conflicts_view)
        return [path("<str:object_id>/conflicts/", view, name="conflicts"), *super().get_urls()]

    def conflicts_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        if not (self.has_view_permission(request) and request.user.has_perm("screenings.view_screening")):
            raise PermissionDenied
        return conflicts_page(request, festival, self.admin_site.each_context(request))

    @admin.display(description="held otherwise than usual")
    def held_otherwise(self, festival: Festival) -> str:
        # A row of a rule that is no more (`tight-travel` was one) counts for nothing.
        held = [row for row in festival.rule_settings.all() if row.code in CODES]
        return ", ".join(f"{rule_name(row.code)}: {row.severity}" for row in held) or "—"

    @admin.display(description="conflicts")
    def conflicts(self, festival: Festival) -> SafeString:
        return format_html('<a href="{}">See what the rules find</a>', conflicts_address(festival))
