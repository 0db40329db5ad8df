"""The solver's parts: a task in numbers, its annealing, and what leads from a programme to a task and back."""
