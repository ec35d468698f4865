"""What a mark is called in the name of its link, so that a screen reader's list of links tells.

`app.text.markup` refers to these words by the element `is-…`; the page holds those elements.
"""

from app.translations import N_

MARK_NAMES = (
    ("person", N_("Person:")),
    ("organization", N_("Organization:")),
    ("place", N_("Place:")),
    ("group", N_("Group:")),
    ("facility", N_("Facility:")),
    ("event", N_("Event:")),
    ("product", N_("Product:")),
    ("work", N_("Work:")),
    ("other", N_("Name:")),
    ("date", N_("Date:")),
    ("quotation", N_("Quotation:")),
    ("reported", N_("Reported speech:")),
    ("attitude", N_("Attitude:")),
    ("claim", N_("Claim:")),
    ("note", N_("Note:")),
)
"""By the kind of a name, else by the category that the legend turns on and off."""
