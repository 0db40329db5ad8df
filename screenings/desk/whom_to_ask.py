"""To whom somebody turns who may not do a thing: those who may, else those who give out the rights."""

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

MAX_NAMED = 3
_RIGHTS = "django.contrib.auth.backends.ModelBackend"  # which knows permissions, whoever else checks passwords


def whom_to_ask(permission: str) -> str:
    """`ada, ben or cem`: whose work it is, such as `screenings.change_film`; where it is nobody's, superusers.

    A query, or two.
    """
    able = User.objects.with_perm(permission, include_superusers=False, backend=_RIGHTS)
    names = _names(able) or _names(User.objects.filter(is_superuser=True, is_active=True))
    if not names:
        return _("whoever runs this site")
    *others, last = names
    return _("%(others)s or %(last)s") % {"others": ", ".join(others), "last": last} if others else last


def _names(users: QuerySet[User]) -> list[str]:
    staff = users.filter(is_staff=True).order_by("username")
    return [user.get_full_name() or user.get_username() for user in staff[:MAX_NAMED]]
