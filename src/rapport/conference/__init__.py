"""Conference: a governor decides on a note, with grounds and an end.

Only a governor decides, never on what they wrote themselves; only a person decides, never the software. Every decision
and every measure ends by itself, can be ended before, and is never about more than its note says.

Source: UN Standard Minimum Rules (Nelson Mandela Rules), rules 36 to 39 (no more restriction than is necessary);
Council of Europe, Guidelines for prison and probation services regarding radicalisation and violent extremism (2016).
"""
