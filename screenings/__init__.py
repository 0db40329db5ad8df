"""Films, venues and screenings of a festival: the working timetable, its publications, pages and calendars."""
