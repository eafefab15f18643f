"""What hangs on an item on request: the PDF of a work, a note that says where each value came from.

Each step looks first what is there, so a run that was cut off is finished by the next one, and nothing comes twice.
"""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.formats.bibtex.tex import plain_verbatim
from refplug.library.zotero_desk import Desk
from refplug.model import Record
from refplug.model.record import VARIABLES, csl_name
from refplug.sinks.zotero.transport import Outcome, TokenUsed, Transport
from refplug.sinks.zotero.upload import attachment_item, file_digest

__all__ = ["Done", "files_named", "hang_on", "provenance_note"]

TITLE = "Provenance of this record (refplug)"
_PART = re.compile(r"(?<!\\):")
_FILE = re.compile(r"(?<!\\);")


@dataclass
class Done:
    """What was hung on which entries, in sentences; `has_trouble` where something did not go."""

    messages: list[str] = field(default_factory=list)
    has_trouble: bool = False

    def tell(self, message: str, *, is_trouble: bool = False) -> None:
        """One more sentence."""
        self.messages.append(message)
        self.has_trouble = self.has_trouble or is_trouble


def hang_on(
    desk: Desk,
    is_chosen: Callable[[str, Mapping[str, Any]], bool] | None,
    *,
    files: Sequence[Path] = (),
    with_files: bool = False,
    with_note: bool = False,
) -> Done:
    """Attach `files`, and the files that entries name, and notes of provenance, to the items of the chosen entries."""
    done, transport = Done(), desk.online
    if (files or with_files) and not transport.access().may_attach:
        raise RunAborted(
            f"files cannot be attached to {transport.library} with these rights (Zotero on this computer takes none from "
            "outside); use --web with a key that may write files; no file was sent",
            ExitCode.CONFLICT,
        )
    for citekey, tie in desk.state.ties().items():
        entry = desk.shelf.document.entry(citekey)
        if entry is None or (is_chosen is not None and not is_chosen(citekey, desk.shelf.item(citekey))):
            continue
        named = list(files)
        if with_files and (span := entry.find("file")):
            named += files_named(plain_verbatim(entry.raw(span)[1:-1]), desk.path.parent)
        record = desk.shelf.sidecar.record(citekey) if with_note else None
        if not named and record is None:
            continue
        children = transport.children(tie.key)
        for file in named:
            _attach(transport, citekey, tie.key, children, file, done)
        if record is not None:
            _note(transport, citekey, tie.key, children, record, done)
    return done


def files_named(value: str, folder: Path) -> list[Path]:
    """The PDF files that a `file` field names, by JabRef's or Better BibTeX's manner, that exist beside the library.

    >>> files_named(":no/such.pdf:PDF", Path("."))
    []
    """
    found: list[Path] = []
    for one in _FILE.split(value):
        parts = _PART.split(one)
        name = parts[1] if len(parts) >= 3 else one
        path = folder / re.sub(r"\\(.)", r"\1", name).strip()
        if path.suffix.lower() == ".pdf" and path.is_file():
            found.append(path)
    return found


def _attach(
    transport: Transport,
    citekey: str,
    parent: str,
    children: Sequence[Mapping[str, Any]],
    file: Path,
    done: Done,
) -> None:
    md5, head = file_digest(file)
    if not head.startswith(b"%PDF"):
        done.tell(f"{citekey}: {file} is no PDF; it was not attached", is_trouble=True)
        return
    attachments = [child for child in children if child.get("itemType") == "attachment"]
    if any(child.get("md5") == md5 for child in attachments):
        done.tell(f"{citekey}: {file.name} is attached already")
        return
    same = [child for child in attachments if child.get("filename") == file.name]
    if any(child.get("md5") for child in same):
        done.tell(
            f"{citekey}: another file named {file.name} is attached; nothing was overwritten; rename yours to add it",
            is_trouble=True,
        )
        return
    key = (
        str(same[0]["key"])
        if same
        else _made(
            transport, parent, attachment_item(parent, file), lambda child: child.get("filename") == file.name
        )
    )
    transport.upload(key, file, None)
    done.tell(f"{citekey}: attached {file.name}")


def _made(
    transport: Transport, parent: str, item: Mapping[str, Any], is_it: Callable[[Mapping[str, Any]], bool]
) -> str:
    """The key of a new child, made once: after a lost answer it is looked for among the children."""
    try:
        outcome = transport.write([item], secrets.token_hex(16), None)
    except TokenUsed:
        outcome = Outcome(version=0)
    if 0 in outcome.written:
        return str(outcome.written[0]["key"])
    found = next(filter(is_it, transport.children(parent)), None) if not outcome.refused else None
    if found is not None:
        return str(found["key"])
    refusal = outcome.refused.get(0)
    raise RunAborted(
        f"Zotero refused what should hang on {parent}: {refusal.message if refusal else 'no reason given'}",
        ExitCode.CONFLICT,
    )


def _note(
    transport: Transport,
    citekey: str,
    parent: str,
    children: Sequence[Mapping[str, Any]],
    record: Record,
    done: Done,
) -> None:
    text, stamp = provenance_note(record)
    ours = list(filter(_is_ours, children))
    if any(stamp in str(child.get("note", "")) for child in ours):
        return
    if ours:
        body = {"key": ours[0]["key"], "version": ours[0]["version"], "note": text}
        outcome = transport.write([body], secrets.token_hex(16), None)
        if outcome.refused:
            refusal = outcome.refused[0]
            done.tell(
                f"{citekey}: the note of provenance was not written: {refusal.message}", is_trouble=True
            )
            return
    else:
        _made(
            transport, parent, {"itemType": "note", "parentItem": parent, "note": text, "tags": []}, _is_ours
        )
    done.tell(f"{citekey}: the note of provenance was written")


def _is_ours(child: Mapping[str, Any]) -> bool:
    return child.get("itemType") == "note" and TITLE in str(child.get("note", ""))


def provenance_note(record: Record) -> tuple[str, str]:
    """The note for a record in Zotero's HTML, and the word in it by which the same note is known again."""
    lines = list(_claims(record))
    stamp = "refplug " + hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]
    return f"<h1>{TITLE}</h1>\n<ul>\n{''.join(lines)}</ul>\n<p>{stamp}</p>", stamp


def _claims(record: Record) -> Iterator[str]:
    for name in VARIABLES:
        for rank, claim in enumerate(record.field(name)):
            evidence = claim.evidence
            said = f"{csl_name(name)}: {_words(claim.value)} — {evidence.origin}"
            if claim.language:
                said += f" [{claim.language}]"
            if evidence.origin.retrieved:
                said += f", {evidence.origin.retrieved}"
            said += f", sure {claim.confidence:.2f}" + ("" if rank == 0 else ", not taken")
            yield f"<li>{html.escape(said)}{'<br>' + html.escape(evidence.reason) if evidence.reason else ''}</li>\n"


def _words(value: Any) -> str:
    """A value for people."""
    if isinstance(value, tuple):
        return "; ".join(map(_words, value))
    if hasattr(value, "printed"):
        return str(value.text) if value.text == value.printed else f"{value.text} (printed: {value.printed})"
    if hasattr(value, "edtf"):
        return str(value.edtf())
    name = getattr(value, "name", None)
    return str(name.inverted()) if name is not None and hasattr(name, "inverted") else str(value)
