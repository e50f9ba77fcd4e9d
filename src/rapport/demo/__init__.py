"""The cast and the small prison that `make demo` opens. Not installed on a live instance."""
