"""`python -m rapport.simulation.kernels`: compile every kernel now, so that nobody waits for it later."""

from rapport.simulation.kernels.compiling import compile_all

compile_all()
