"""Films and screenings as a table to work in: cells are typed or pasted, checked together and saved together."""
