"""Who may read what happened in an exercise, and who may take part.

A trainee sees their own seat; the log, the world and its truth are nobody's to read before the debrief.
Source: house plan, section 5; Directive (EU) 2016/680, article 11 (nobody is ranked by what they did here).
"""

from rapport.access.algebra import author, exists, holds, same_service
from rapport.access.roles import Role

READ_EXERCISE = same_service() & exists("training.Seat.exercise", author("staff_id")).named("seat")
READ_SEAT = same_service("exercise__service_id") & author("staff_id")

READ_SLOT = READ_WRITTEN = author("seat__staff_id")
READ_SHOWN = author("slot__seat__staff_id")

PLAY = READ_SEAT & holds(Role.OFFICER)
"""Taking a post, noting, talking, writing: the officer whose seat it is."""
