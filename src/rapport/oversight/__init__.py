"""Oversight: how records are handled, and that whoever looks after that is looked at too.

Its first page says who looked at what, when, in which role and why. It is there for lawfulness and integrity, never for
measuring staff: nothing is counted by person, and nothing can be sorted by one. Retention, the rights of the person and
whatever makes the room whole come later; until then no instance can be live.

Source: Directive (EU) 2016/680, article 25; safeguard 7.
"""
