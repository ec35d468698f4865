"""Why a sentence can be checked, in words for readers.

Which of them apply to one is for `checkworthiness`.
"""

from app.translations import N_

WHY = {
    "amounts": N_("it compares two amounts"),
    "record": N_("it makes a superlative claim, such as the most, the least or the first"),
    "figure": N_("it gives a figure"),
    "cause": N_("it states a cause"),
    "dated_event": N_("it says when something happened"),
    "statistic": N_("it cites a study or a report"),
}
"""What readers see of the signs for a sentence, the most telling first."""
