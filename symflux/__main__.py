"""``python -m symflux``: the command line."""

import sys

from symflux.cli import main

if __name__ == "__main__":
    sys.exit(main())
