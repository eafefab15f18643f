"""Reading unvocalized Arabic script, and writing Latin back into it."""

from refplug.romanize.script.latin import Written, write_script
from refplug.romanize.script.read import read
from refplug.romanize.script.reader import Option, ScriptReading, Token
from refplug.romanize.script.written import Alternative, Romanized, romanize_script

__all__ = [
    "Alternative",
    "Option",
    "Romanized",
    "ScriptReading",
    "Token",
    "Written",
    "read",
    "romanize_script",
    "write_script",
]
