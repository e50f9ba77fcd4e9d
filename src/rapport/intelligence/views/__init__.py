"""The pages of this room: the queue, a report being evaluated, items and links, notes."""
