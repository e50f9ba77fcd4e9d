"""Each named as the one that it stands in front of."""
