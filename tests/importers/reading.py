"""`read` as the tests of the importers call it: with the longest text that the settings allow."""

from functools import partial

from app import importers
from app.settings import Settings

read = partial(importers.read, longest=Settings().text_max_characters)
