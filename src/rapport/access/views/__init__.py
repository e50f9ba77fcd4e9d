"""The pages of this room: signing in and out, changing posting."""
