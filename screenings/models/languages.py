"""Which language codes a festival may use."""

from django.core.exceptions import ValidationError

from screenings.text.languages import language_name


def check_language(code: str) -> None:
    """A language that has a name."""
    if language_name(code) == code:
        raise ValidationError(
            '"%(code)s" is no language code. Write one such as en, fr or zh-Hant.', "language", {"code": code}
        )
