"""What of the set-up a command checks before it runs."""

from django.core.checks import Tags

# All that can stop a command. Django's checks of addresses and of the admin would load every page of the site, which
# takes as long as the command itself: `serve` and `check` do them.
COMMAND_CHECKS = (Tags.compatibility, Tags.files, Tags.security)
