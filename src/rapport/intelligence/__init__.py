"""Intelligence: reports become graded items, items are linked, a note is written."""
