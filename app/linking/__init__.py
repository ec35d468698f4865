"""From mentions to chains and from sources to speakers, inside one article. Pure."""
