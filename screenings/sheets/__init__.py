"""Sheets for the house: what the booth, the doors and the guest office work from, on screen and on paper."""
