"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("screenings.urls")),
]

handler400 = "screenings.public.views.errors.bad_request"
handler403 = "screenings.public.views.errors.permission_denied"
handler404 = "screenings.public.views.errors.page_not_found"
handler500 = "screenings.public.serving.unavailable.server_error"
