"""Compiled kernels: the same rules for a wing, a country or the world, on whole columns.

Read `columns` (what they are given), `hashing` (how they draw), then `prison` (one slot of one establishment in its
order). They are imported only where somebody simulates many people: a room of sixty men starts without a compiler.
"""
