"""Files of attachments: permission, upload to a storage address, registration."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl

from support.zotero_stub.store import Library, Thing, World
from support.zotero_stub.wire import HTML, JSON, Answer, Refused, Request, as_json

PREFIX = b'--stub\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
SUFFIX = b"\r\n--stub--\r\n"


def file_request(request: Request, library: Library, key: str) -> Answer:
    """GET gives the file; POST asks permission (`md5=…`) or registers (`upload=…`)."""
    thing = library.items.get(key)
    if thing is None or thing.data["itemType"] != "attachment":
        raise Refused(404, "Item does not exist")
    if not str(thing.data.get("linkMode")).startswith("imported_"):
        raise Refused(400, "Cannot upload file for linked file/URL attachment item")
    if request.method == "GET":
        if key not in library.files:
            raise Refused(404, "File not found")
        return Answer(200, library.files[key], (("Content-Type", str(thing.data.get("contentType"))),))
    _precondition(request, thing)
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    return (
        _register(library, thing, form["upload"])
        if "upload" in form
        else _permit(request, library, thing, form)
    )


def _precondition(request: Request, thing: Thing) -> None:
    must_be, must_not = request.header("If-Match"), request.header("If-None-Match")
    if must_be is None and must_not is None:
        raise Refused(428, "If-Match/If-None-Match header not provided")
    held = thing.data.get("md5")
    if must_not is not None:
        if must_not != "*":
            raise Refused(400, "Invalid value for If-None-Match header")
        if held:
            raise Refused(412, "If-None-Match: * set but file exists")
    elif must_be and must_be.strip('"') != held:
        raise Refused(412, "ETag does not match current version of file")


def _permit(request: Request, library: Library, thing: Thing, form: dict[str, str]) -> Answer:
    for name, label in (
        ("md5", "MD5 hash"),
        ("filename", "Filename"),
        ("filesize", "File size"),
        ("mtime", "File modification time"),
    ):
        if not form.get(name):
            raise Refused(400, f"{label} not provided")
    if len(form["md5"]) != 32 or not form["filesize"].isdigit() or not form["mtime"].isdigit():
        raise Refused(400, "Invalid MD5 hash, file size or modification time")
    held = next(
        (
            data
            for data in library.files.values()
            if hashlib.md5(data, usedforsecurity=False).hexdigest() == form["md5"]
        ),
        None,
    )
    if held is not None:
        library.files[thing.key] = held
        _finish(library, thing, form)
        return Answer(
            200,
            as_json({"exists": 1}),
            (("Content-Type", JSON), ("Last-Modified-Version", str(library.version))),
        )
    upload = library.world.secret(32)
    library.world.uploads[upload] = {**form, "item": thing.key}
    made = {"url": f"{request.base}/storage/{upload}", "contentType": "multipart/form-data; boundary=stub",
            "prefix": PREFIX.decode(), "suffix": SUFFIX.decode(), "uploadKey": upload}  # fmt: skip
    return Answer(200, as_json(made), (("Content-Type", JSON),))


def storage(request: Request, world: World, upload: str) -> Answer:
    """The storage behind the address: takes the prefix, the file and the suffix."""
    told = world.uploads.get(upload)
    if told is None or request.method != "POST":
        return Answer(403, b"AccessDenied", (("Content-Type", "application/xml"),), bare=True)
    body = request.body
    if not (body.startswith(PREFIX) and body.endswith(SUFFIX)):
        return Answer(400, b"MalformedPOSTRequest", (("Content-Type", "application/xml"),), bare=True)
    data = body[len(PREFIX) : -len(SUFFIX)]
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != told["md5"]:
        return Answer(400, b"BadDigest", (("Content-Type", "application/xml"),), bare=True)
    told["data"] = data
    return Answer(201, b"", (("Content-Type", "application/xml"),), bare=True)


def _register(library: Library, thing: Thing, upload: str) -> Answer:
    told = library.world.uploads.get(upload)
    if told is None or told["item"] != thing.key:
        raise Refused(400, "Upload key not found")
    if "data" not in told:
        raise Refused(400, "File not found in storage")
    library.files[thing.key] = told["data"]
    _finish(library, thing, told)
    del library.world.uploads[upload]
    version = str(library.version)
    return Answer(204, b"", (("Content-Type", HTML), ("Last-Modified-Version", version)))


def _finish(library: Library, thing: Thing, told: dict[str, str]) -> None:
    library.edit(thing.key, md5=told["md5"], mtime=int(told["mtime"]), filename=told["filename"])
