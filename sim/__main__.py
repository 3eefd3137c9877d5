"""`python -m sim` is the command `fanpin`."""

import sys

from sim.cli import main

# A worker process that is spawned imports this file again, under another name.
if __name__ == "__main__":
    sys.exit(main())
