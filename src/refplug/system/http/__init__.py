"""The one polite door to the network."""

from refplug.system.http.door import Door, Patience, Service
from refplug.system.http.ledger import Ledger, Sent
from refplug.system.http.limits import Lane, Limit, Limiter
from refplug.system.http.public import Public
from refplug.system.http.wire import Answer, Fault, FaultKind, Outgoing, RequestsTransport, Stream, Transport

__all__ = [
    "Answer",
    "Door",
    "Fault",
    "FaultKind",
    "Lane",
    "Ledger",
    "Limit",
    "Limiter",
    "Outgoing",
    "Patience",
    "Public",
    "RequestsTransport",
    "Sent",
    "Service",
    "Stream",
    "Transport",
]
