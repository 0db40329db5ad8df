"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("screenings.urls")),
]

handler400 = "screenings.views.errors.bad_request"
handler403 = "screenings.views.errors.permission_denied"
handler404 = "screenings.views.errors.page_not_found"
handler500 = "screenings.views.unavailable.server_error"
