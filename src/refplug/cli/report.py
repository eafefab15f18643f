"""What is kept of an internal fault: a report file for us, one sentence for the user."""

from __future__ import annotations

import platform
import sys
import traceback

from refplug import __version__
from refplug.system.settings import state_folder

__all__ = ["report_fault"]


def report_fault(error: BaseException) -> str:
    """Write the report; give the sentence that names it. The report holds the trace and versions, no settings."""
    text = "".join(traceback.format_exception(error))
    head = f"refplug {__version__}, Python {platform.python_version()}, {sys.platform}\narguments: {len(sys.argv) - 1}\n\n"
    path = state_folder() / "fault-report.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return f"internal fault ({type(error).__name__}); run again with --debug to see it. Nothing more was written."
    return f"internal fault ({type(error).__name__}); the report is in {path}. Run again with --debug to see it here."
