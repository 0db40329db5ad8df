"""A Redis cache the site can do without: while Redis is away or frozen it is an empty cache, never an error."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
RETRY_INTERVAL = 5.0  # seconds without a further try after a failure, so that not every request waits for the timeout
LOG_INTERVAL = 60.0  # seconds


class OptionalRedisCache(RedisCache):
    """Reads find nothing and writes are dropped while Redis does not answer.

    `add` then says it stored the value: whoever uses it as a lock goes ahead, as without a cache. `incr` raises
    ValueError, as for a key that is not there.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._tries_again_at = 0.0
        self._logs_again_at = 0.0

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        if monotonic() < self._tries_again_at:
            return otherwise
        try:
            return question()
        except RedisError as problem:
            now = monotonic()
            self._tries_again_at = now + RETRY_INTERVAL
            if now >= self._logs_again_at:
                self._logs_again_at = now + LOG_INTERVAL
                logger.warning("Redis does not answer, working without a cache: %s", problem)
            return otherwise

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).get(key, default, version), default)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).has_key(*args, **kwargs), False)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).add(*args, **kwargs), True)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).set(*args, **kwargs), None)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).set_many(*args, **kwargs), [])

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).delete(*args, **kwargs), False)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OptionalRedisCache, self).delete_many(*args, **kwargs), None)

    def clear(self) -> Any:
        return self._ask(super().clear, False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        value = self._ask(lambda: super(OptionalRedisCache, self).incr(key, delta, version), None)
        if value is None:
            raise ValueError(f"Key '{key}' not value")
        return value
