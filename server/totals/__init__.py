"""Figures: reads rollups, sets them beside denominators and official figures, and checks them by recount."""
