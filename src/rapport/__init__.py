"""Rapport: prison intelligence that respects people, and a training room in a prison that does not exist."""
