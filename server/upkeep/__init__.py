"""Keeping the installation whole: keys, backup, restore, sample data."""
