"""Wiring only: settings, addresses, the command line and the WSGI entry."""

__version__ = "0.2.0"
