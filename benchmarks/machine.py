"""What the figures are measured on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Processor, cores, Python, system."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor()
    return f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()} on {platform.system()}"
