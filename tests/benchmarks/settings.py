"""As in production, but with the addresses of the benchmark."""

from festival.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
