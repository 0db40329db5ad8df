"""The board: a day's halls across, time down, and every screening a card that can be moved."""
