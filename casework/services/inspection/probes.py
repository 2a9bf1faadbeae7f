"""Parsers of uploads run in a process of their own, bounded by the kernel in memory and time.

So no file takes the portal's memory, and no library that the portal loads changes what a parser
lets pass (WeasyPrint makes Pillow accept truncated pictures).
"""

import subprocess
import sys
from pathlib import Path

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
HEAVY = "heavy"


def ask(script: str | Path, data: bytes, *options: str | int, seconds: float = SECONDS) -> str:
    """What the script, by its path or beside this module, answers about `data`; "heavy" where it
    was stopped."""
    path = Path(__file__).parent / script
    try:
        done = subprocess.run(  # noqa: S603 - our own script, and nothing of the upload on its line
            [sys.executable, "-I", str(path), str(MEMORY), *map(str, options)],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return HEAVY
    answer = done.stdout.decode("ascii", "replace").strip()
    return answer if done.returncode == 0 and answer else HEAVY
