"""The training room: exercises in a prison that does not exist, and their debriefs."""
