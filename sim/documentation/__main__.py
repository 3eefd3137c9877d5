"""``python -m sim.documentation``."""

import sys

from sim.documentation.pages import main

if __name__ == "__main__":
    sys.exit(main())
