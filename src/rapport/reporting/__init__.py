"""Reporting: information reports as written, and all that an officer is shown of what became of them."""
