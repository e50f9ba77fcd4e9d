"""What one types at the desk: a graded item, the end of an evaluation, a link, a note."""
