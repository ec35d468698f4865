"""Entity linking across articles, and to what is known from elsewhere. Pure."""
