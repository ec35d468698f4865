"""Whether this process may still take memory for a request, where its address space is limited.

What is written in C or Rust ends the process when it gets no memory: the validation of requests
does. So a request is refused before, as long as there is room for those that are being answered.
"""

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

SPARE_BYTES = 64 << 20
"""What must be left beside the requests; not tuned."""
REQUEST_BYTES = 16 << 20
"""What a request may take: a thread's stack (8 MB) and as much again. Long texts take more."""
_STATM = Path("/proc/self/statm")


def is_short(requests: int) -> bool:
    """Whether there may be no room for so many requests; never where there is no limit."""
    if sys.platform == "win32":
        return False
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    if most == resource.RLIM_INFINITY:
        return False
    try:
        pages = int(_STATM.read_bytes().split()[0])
    except OSError:
        return False  # another system than Linux: it does not say
    taken = pages * resource.getpagesize()
    return taken + SPARE_BYTES + requests * REQUEST_BYTES > most
