"""The parameters of list routes, and the failures that the API answers to wrong ones."""

from __future__ import annotations

from support.crossref_stub.corpus import FILTERS, Work


class Refused(Exception):
    """A request that the API answers with a failure in its own envelope."""

    def __init__(self, status: int, kind: str, value: str, message: str) -> None:
        super().__init__(message)
        family = "resource-failure" if status == 404 else "validation-failure"
        self.status = status
        self.envelope = {
            "status": "failed",
            "message-type": family,
            "message": [{"type": kind, "value": value, "message": message}],
        }


def integer(text: str, most: int) -> int:
    if text.isdigit() and int(text) <= most:
        return int(text)
    message = f"Integer specified as {text} but must be a positive integer less than or equal to {most}. "
    raise Refused(400, "integer-not-valid", text, message)


def cursor_place(text: str | None) -> int:
    number = (text or "").removeprefix("stub-")
    if not (text or "").startswith("stub-") or not number.isdigit():
        raise Refused(404, "cursor-invalid", text or "", "Cursor specified but it is invalid")
    return int(number)


def filters_of(text: str, allowed: tuple[str, ...] = FILTERS) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in filter(None, text.split(",")):
        name, _, value = part.partition(":")
        if name not in allowed:
            known = ", ".join(allowed)
            message = f"Filter '{name}' specified but there is no such filter for this route. Valid filters for this route are: {known}"
            raise Refused(400, "filter-not-available", name, message)
        found.append((name, value))
    return found


def selected(work: Work, score: float, select: str | None) -> Work:
    item = {**work, "score": score}
    names = [name for name in (select or "").split(",") if name]
    return {name: item[name] for name in names if name in item} if names else item
