"""The pages of proposals: ask for one, watch it, see what it found."""
