"""The column that says, in a file that is given back, what is to be mended in each row; read again, it says nothing."""

from django.utils.translation import gettext as _

from screenings.importing.exported_versions import mark_of_heading


def mend_heading() -> str:
    return _("What to mend")


def is_mend_heading(text: str) -> bool:
    """In the reader's language, or in English: a file may be mended by somebody who reads another."""
    return " ".join(text.split()).casefold() in {"what to mend", mend_heading().casefold()}


def says_nothing(heading: str) -> bool:
    """Of a column that a file of ours bears beside the programme: this one, or the version that it was made from."""
    return is_mend_heading(heading) or bool(mark_of_heading(heading))
