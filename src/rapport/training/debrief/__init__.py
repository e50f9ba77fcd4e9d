"""The debrief: where did the signal die, and where did the suspicion stop?

Two pictures of the same size. The first follows each true signal from what happened to what was decided. The second
follows each innocent person who was suspected, with the days of restriction he bore. Words come before numbers.

Who may: the player of a closed exercise, and its trainer.
Source: plan of the training room, "The debrief".
"""
