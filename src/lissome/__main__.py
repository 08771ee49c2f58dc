"""`python -m lissome` is `lissome`."""

from lissome.cli import main

if __name__ == "__main__":
    main()
