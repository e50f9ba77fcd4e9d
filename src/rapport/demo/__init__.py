"""The demonstration: a small prison, its cast, and the door through which a stranger comes in.

Opened by `make demo`. Not installed on a live instance.
"""
