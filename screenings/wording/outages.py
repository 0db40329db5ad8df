"""What somebody is told while the site cannot write or answer."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from screenings.reliability.outages import Outage

# While something was asked for.
NOT_SHOWN: dict[Outage, Promise] = {
    Outage.BUSY: _("The database is busy at the moment, so this page cannot be shown. Try again in a few seconds."),
    Outage.FULL: _("The server’s disk is full, so this page cannot be shown. Whoever runs this site has to make room."),
    Outage.READ_ONLY: _(
        "The database accepts no changes at the moment, so this page cannot be shown. Try again in a few minutes."
    ),
    Outage.UNAVAILABLE: _(
        "The database does not answer at the moment, so this page cannot be shown. Try again in a minute."
    ),
    Outage.NO_STORAGE: _(
        "The storage for uploads does not answer, so this page cannot be shown. Try again in a few minutes."
    ),
}
# While something was sent.
NOT_SAVED: dict[Outage, Promise] = {
    Outage.BUSY: _("The database is busy at the moment, so nothing was saved. Try again in a few seconds."),
    Outage.FULL: _(
        "The server’s disk is full, so nothing was saved. Try again once whoever runs this site has made room."
    ),
    Outage.READ_ONLY: _(
        "The database accepts no changes at the moment, so nothing was saved. Try again in a few minutes."
    ),
    Outage.UNAVAILABLE: _("The database does not answer at the moment, so nothing was saved. Try again in a minute."),
    Outage.NO_STORAGE: _("The storage for uploads does not answer, so nothing was saved. Try again in a few minutes."),
}
NOT_LOGGED_IN: dict[Outage, Promise] = {
    Outage.BUSY: _("The database is busy at the moment, so you could not be logged in. Try again in a few seconds."),
    Outage.FULL: _(
        "The server’s disk is full, so you could not be logged in. Try again once whoever runs this site has made room."
    ),
    Outage.READ_ONLY: _(
        "The database accepts no changes at the moment, so you could not be logged in. Try again in a few minutes."
    ),
    Outage.UNAVAILABLE: _(
        "The database does not answer at the moment, so you could not be logged in. Try again in a minute."
    ),
    Outage.NO_STORAGE: _(
        "The storage for uploads does not answer, so you could not be logged in. Try again in a few minutes."
    ),
}
# The connection broke while the database was told to keep what was written, or after it had said so.
UNCERTAIN: Promise = _(
    "The connection to the database broke off at the last moment, so it is not certain whether this was saved. "
    "Look before you send it again."
)
CHOOSE_AGAIN: Promise = _("A browser does not send a file twice: choose the files once more.")
# For whoever runs a command.
BROKE_OFF: dict[Outage, Promise] = {
    Outage.BUSY: _("The database is busy: another program has been writing to it for too long. Run this again later."),
    Outage.FULL: _("The disk is full. Make room and run this again."),
    Outage.READ_ONLY: _("The database or its disk accepts no changes. Make it writable and run this again."),
    Outage.UNAVAILABLE: _(
        "The database does not answer. Check that it runs and that DATABASE_URL is right, and run this again."
    ),
    Outage.NO_STORAGE: _("The storage for uploads does not answer. Check MEDIA_STORAGE and run this again."),
}
