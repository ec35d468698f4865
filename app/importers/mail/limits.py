"""The limits of messages. Not tuned: each is far above what programs write."""

DEPTH_MAX = 10
"""Parts inside parts: a newsletter that was forwarded has four or five levels."""
PARTS_MAX = 1_000
"""Parts of one message, with those inside others; a page saved as MHTML has a few hundred."""
HEADER_MAX_BYTES = 500_000
"""The header of a message or of a part; those of newsletters have 5,000 to 20,000."""
FIELD_MAX_CHARACTERS = 4_000
"""What is read of one header field; addresses and titles are far shorter."""
CONTENT_TYPE_MAX_CHARACTERS = 1_000
"""Its parameters are parsed in quadratic time."""
BOUNDARY_MAX_CHARACTERS = 200
"""RFC 2046 allows 70."""
BODY_MAX_BYTES = 5_000_000
"""The text of a message; 20 MB of wrapped lines take 600 MB to join."""
MESSAGE_MAX_BYTES = 20_000_000
"""One message of a mailbox."""
MESSAGES_MAX = 100_000
"""Messages of one mailbox."""
