"""Texts of other people within our sentences."""

_CLOSING = "”’»\"')]"
_ENDS = (".", "!", "?", "…", "。", "！", "？")


def as_sentence(text: str) -> str:
    """With a full stop, unless it ends in a mark already, or in a quotation that does."""
    return text if text.rstrip(_CLOSING).endswith(_ENDS) else f"{text}."
