"""Where the public sets lie that are no part of the repository; tests that need one skip without it."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("MOELITE_DATA", Path(__file__).parents[4] / "shared" / "data"))
