"""Every form of a page names the one time it was rendered, so that what is sent twice counts once."""

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.crypto import get_random_string
from django.utils.html import format_html

from screenings.models import FormSubmission

register = template.Library()


@register.simple_tag(name="csrf_token", takes_context=True)
def csrf_and_form_token(context: Context) -> str:
    """Django's own tag and the one-time token. Takes the place of that tag, in Django's own templates too."""
    protection = CsrfTokenNode().render(context)
    if not protection:
        return ""
    token = format_html('<input type="hidden" name="{}" value="{}">', FormSubmission.FIELD, get_random_string(22))
    return protection + token
