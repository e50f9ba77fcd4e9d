"""Conference: decisions with grounds, necessity, proportionality, alternatives and an end."""
