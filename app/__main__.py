"""`python -m app` is `gloss`."""

from app.cli import main

if __name__ == "__main__":
    main()
