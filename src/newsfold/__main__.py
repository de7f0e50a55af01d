"""Lets `python -m newsfold` run the command line."""

from newsfold.app.cli import main

if __name__ == "__main__":
    main()
