"""Scenarios: made, compared with the working timetable, taken over in whole or in part, or deleted."""
