"""What rows were: read in words, and put back."""
