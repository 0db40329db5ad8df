"""Searches for places: what is asked, the process that searches, and the record of it in the database."""
