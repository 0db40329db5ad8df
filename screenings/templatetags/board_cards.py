"""The cards of the board, written once for all that they show."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.fingerprints.software import DESK_DIGEST, content_digest

MAX_KEPT_CARDS = 8192  # some 2 kB each, those of the whole festival a quarter of that
TAG_LENGTH = 10
register = template.Library()


@register.simple_tag(takes_context=True)
def board_card(context: template.Context, name: str, card: Any, **options: Hashable) -> SafeString:
    """A card by the template of that name, which reads `card`, `may_move` and the options, and nothing else.

    Where the page that asks has the very same already, as its tag among the context's `known_cards` says, only the ids
    of what it is to keep.
    """
    # Who edits the templates sees them as they are.
    written = _card_text.__wrapped__ if settings.DEBUG else _card_text
    tag, text = written(name, card, bool(context.get("may_move")), **options)
    known: frozenset[str] = context.get("known_cards") or frozenset()
    if tag not in known:
        return text
    tail = f" t-{card.pk}" if getattr(card, "tail_classes", "") else ""
    return format_html('<i data-same="s-{}{}"></i>', card.pk, tail)


@lru_cache(maxsize=MAX_KEPT_CARDS)
def _card_text(name: str, card: Any, may_move: bool, **options: Hashable) -> tuple[str, SafeString]:
    """Its tag, another one for all that could make the text another, and the text."""
    tag = content_digest(DESK_DIGEST, repr((name, card, may_move, sorted(options.items()))))[:TAG_LENGTH]
    words = {"card": card, "may_move": may_move, "tag": tag, **options}
    return tag, SafeString(render_to_string(f"admin/screenings/festival/{name}.html", words).strip())
