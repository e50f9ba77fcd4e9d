"""Commands of Django that this room stands in front of."""
