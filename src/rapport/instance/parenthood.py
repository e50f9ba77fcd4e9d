"""A child ends with its parent.

Granian's workers outlive a killed parent and keep serving the port. Linux can signal a process when its parent
dies (prctl(2), PR_SET_PDEATHSIG); a worker asks for that before it serves anything.
"""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
PARENT_VARIABLE = "RAPPORT_PARENT"


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends. Nothing happens where no server is the parent."""
    parent = os.environ.get(PARENT_VARIABLE)
    if parent is None or int(parent) == os.getpid():
        return
    ctypes.CDLL("libc.so.6", use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died between the fork and the line above
        os._exit(1)
