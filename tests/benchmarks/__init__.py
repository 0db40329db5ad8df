"""Measurements. `pytest -m benchmark -n0 -s` prints them; ratios are asserted, seconds never."""
