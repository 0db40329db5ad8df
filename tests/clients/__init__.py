"""Real calendar programs, subscribed to a running server."""
