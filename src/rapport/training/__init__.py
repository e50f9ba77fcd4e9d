"""The training room: exercises in a prison that does not exist, and their debriefs.

An exercise is a simulated prison service: a trainee is posted to it as an officer and uses the ordinary desk. What
happened there, who could see it and what the trainee did is kept as an append-only log, so that it replays exactly.

Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015); design, training room.
"""
