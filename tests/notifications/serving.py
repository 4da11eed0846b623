"""Servers on this machine, beside the test that speaks to them."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def beside(server: socketserver.BaseServer) -> Iterator[None]:
    """Serve in a thread until the test is done with it."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
