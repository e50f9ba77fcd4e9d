"""What templates of the desk need to say codes in words."""
