"""The timetable as plain Python: no clock, no database, no settings."""
