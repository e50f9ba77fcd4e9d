"""What people type in this room: secrets, which no page gives back, and what an administrator keeps."""
