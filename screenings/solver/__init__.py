"""Proposals for a timetable. The documented entry is api.py, which explains the model."""
