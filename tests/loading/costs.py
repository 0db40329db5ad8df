"""What reading the working timetable costs."""

from django.db import connection

IS_KEPT = connection.vendor != "postgresql"  # in a transaction that has written, as a test's is
# Queries of the first load, and of one after it: six for the rows, and the name of what they say before and after.
LOADING = 8 if IS_KEPT else 7
LOADED = 1 if IS_KEPT else LOADING
