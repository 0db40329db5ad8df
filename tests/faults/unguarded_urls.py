"""Every address, and Django's own answer to a fault."""

from festival.urls import urlpatterns

__all__ = ["urlpatterns"]
