"""What a command tells a service manager by the way it ends (sysexits.h)."""

WRONG_CONFIGURATION = 78  # EX_CONFIG: no need to try again
TRY_AGAIN = 75  # EX_TEMPFAIL
