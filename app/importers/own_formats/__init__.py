"""Our own exports read again: an article with all that the library knew of it, boards, passages."""
