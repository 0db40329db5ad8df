"""The site without the lock and without an eye on the server's end, as Django starts a project: the control."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
