"""A correction as one value, its rules, and what a mention refers to after corrections. Pure."""
