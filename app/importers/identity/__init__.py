"""What makes two web addresses those of one page: escapes, tracking parameters, twins."""
