"""A correction as one value, its rules, and what the log of corrections makes of a mention. Pure."""
