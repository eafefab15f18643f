"""A push into Zotero 7 to 9: new entries as a CSL-JSON file through the connector, tied by what is read afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.library.zotero_desk import Desk
from refplug.plugins import find, load
from refplug.ports import WriteOptions
from refplug.sinks.zotero.compare import Choices, compare
from refplug.sinks.zotero.engine import Report, read_library
from refplug.sinks.zotero.local import LocalTransport
from refplug.sinks.zotero.plan import Kind, Plan, Problem
from refplug.sinks.zotero.push import plan_push
from refplug.sinks.zotero.recover import recover
from refplug.sinks.zotero.state import Intent

__all__ = ["push_by_import"]


def push_by_import(desk: Desk, choices: Choices, agree: Callable[[Plan], bool]) -> Report:
    """Send new entries as one file. Changes to items that are there cannot go this way and are told as problems.

    The write is in the journal before it leaves; afterwards, or after a crash, the items are found by their citation key, DOI
    or content, so no entry is imported twice.
    """
    transport = desk.online
    if not isinstance(transport, LocalTransport):
        raise RunAborted("--import goes to Zotero on this computer; leave --web out", ExitCode.USAGE)
    version = read_library(transport, desk.state)
    plan = _new_only(
        plan_push(compare(desk.state, desk.shelf, choices), desk.state, desk.shelf, transport, choices)
    )
    if not agree(plan):
        return Report(plan=plan)
    if not plan.operations:
        return Report(plan=plan, is_applied=True)
    records = [desk.shelf.record(one.citekey) for one in plan.operations]
    format_found = find("formats", name="csl-json")
    assert format_found is not None
    written = load(format_found).write(
        records, WriteOptions(variant="zotero", with_abstract=desk.with_abstract)
    )
    intent = Intent(
        token=secrets.token_hex(16),
        version=version,
        operations=tuple({**one.memo, "by_import": True} for one in plan.operations),
    )
    with desk.state.writing() as writing:
        writing.intend(intent)
    try:
        transport.import_file(written.data)
    except SourceUnavailable:
        raise
    except RunAborted:
        with desk.state.writing() as writing:
            writing.settle(intent.token)
        raise
    done = recover(transport, desk.state)
    lost = [one.citekey for one in plan.operations if one.citekey not in done]
    missing = tuple(
        Problem(citekey, "Zotero's importer took it, but it was not found afterwards") for citekey in lost
    )
    return Report(plan=plan, is_applied=True, written=tuple(sorted(done)), refused=missing)


def _new_only(plan: Plan) -> Plan:
    why = "this Zotero cannot be written to from outside; update to Zotero 10, or change it there"
    problems = [Problem(one.citekey, why) for one in plan.operations if one.kind is not Kind.CREATE]
    kept = tuple(one for one in plan.operations if one.kind is Kind.CREATE)
    return replace(plan, operations=kept, problems=(*plan.problems, *problems))
