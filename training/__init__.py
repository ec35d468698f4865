"""How the model was made, from labelled corpora to a file that the reader ships.

Never imported at run time.
"""
