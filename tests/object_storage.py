"""An S3-compatible server on localhost, in memory: ``python object_storage.py PORT``.

Object storage promises that of two writers who both want to make an object one is told that it
exists; here a lock around writes keeps that promise.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "readout"


class Quiet(WSGIRequestHandler):
    """Keeps connections open and says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def serve(port: int) -> None:
    moto = DomainDispatcherApplication(create_backend_app)
    one_writer = threading.Lock()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("PUT", "POST"):
            with one_writer:
                return moto(environ, start)
        return moto(environ, start)

    make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=Quiet
    ).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
