"""Wire shapes of the reports room."""
