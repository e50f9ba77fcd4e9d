"""The measures: what a debrief, an inspector or a programme may say in numbers, and when it may not.

Each measure is a few lines on plain values, with its formula, source, units and errors in its docstring. What the data
cannot bear is not a small number with a caveat but no number: a measure that does not exist for the data raises
`Undefined`; data that cannot occur raise `Impossible`. Nothing here knows who a person is.

Pure (floor 0): no Django, no wall clock, no global random; the bootstrap's draws are keyed hashes.
"""
