"""The site as it would be if it read a festival's tokens once and never again."""

from functools import lru_cache

from festival.wsgi import application
from screenings.loading import versions
from screenings.public.serving import feed_response

__all__ = ["application"]

versions._read = lru_cache(versions._read)  # type: ignore[assignment]  # asked for tuples alone
feed_response.current_publication = lru_cache(feed_response.current_publication)  # type: ignore[assignment]  # by slug
