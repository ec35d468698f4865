"""The limits of web archives; those of everything that is packed are in `archives.limits`."""

HEADER_MAX_BYTES = 65_536
"""The header of a record, or of the answer of a server."""
HEAD_BYTES = 65_536
"""What of a block that is too large to be held shows what it is."""
DAMAGE_MAX = 1_000
"""Places of one archive that are no records, after which the rest is not read."""
CODINGS_MAX = 3
"""How often one answer may be compressed; servers do it once."""
CHUNKS_MAX = 200_000
"""Chunks of one answer that was sent in chunks; they have some kilobytes each."""
