"""What templates of the governor's pages need to say codes in words."""
