"""Two small prisons of one service."""

from two_prisons import everybody_speaks_english, northfield, service, southgate

__all__ = ["everybody_speaks_english", "northfield", "service", "southgate"]
