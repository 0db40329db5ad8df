"""The conformance suite that lies beside the project, and one run of it."""

import os
import subprocess
from pathlib import Path

SHARED = Path(__file__).parents[2].parent / "shared"
CONFORM = SHARED / "conformance" / "conform.py"
LIFECYCLE = SHARED / "conformance" / "lifecycle.py"
HOME = Path(os.environ.get("CONFORMANCE_HOME", Path.home() / ".cache" / "feed-conformance"))


def conforms(*command: str) -> None:
    """Run it; what it prints is the test's output."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
