"""What the tests of plans start from."""

from tests.plans.visitors import programme

__all__ = ["programme"]
