"""Which of a page's blocks are the article: several opinions, and what the page itself shows."""
