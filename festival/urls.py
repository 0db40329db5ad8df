"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

handler500 = "screenings.views.unavailable.server_error"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("screenings.urls")),
]
