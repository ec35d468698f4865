"""The limits of everything that unpacks or takes apart what strangers packed.

Not tuned but where it says so: each is far above what programs write, and low enough that a hostile
file costs seconds.
"""

DEPTH_MAX = 3
"""Archives inside archives: a page in a ZIP in a ZIP in a ZIP is the deepest that is read."""
FILES_MAX = 100_000
"""Files of one import, and members of one archive."""
UNPACKED_MAX_BYTES = 1_000_000_000
"""What one import may unpack to, one file after the other."""
MEMBER_MAX_BYTES = 20_000_000
"""The largest file inside an archive; as large as a file that is imported by itself may be."""
RATIO_MAX = 30
"""How many times its size a file may unpack to: pages and messages pack to a fifth or a tenth."""
RATIO_FREE_BYTES = 5_000_000
"""What a small file may unpack to whatever its ratio. Pages of so many bytes take up to 5 s."""
NAME_MAX_CHARACTERS = 200
"""Characters of a member's name that messages show."""
CHUNK_BYTES = 65_536

DIRECTORY_MAX_BYTES = 30_000_000
"""The list of names of a ZIP file; that of 100,000 files has about 10 MB."""


def unpacked_max_bytes(packed_bytes: int) -> int:
    """What a packed file of that size may unpack to, in bytes."""
    return min(UNPACKED_MAX_BYTES, RATIO_FREE_BYTES + RATIO_MAX * packed_bytes)
