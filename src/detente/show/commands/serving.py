"""``detente serve``: the desk and the API."""

import click

from detente.show import options


@click.command(short_help="Open the desk in a browser: what changed, and the sentences that say so.")
@options.store
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others ask for a token.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
def serve(store_path: str, host: str, port: int) -> None:
    """Serve the desk (pages for a browser) and the API under /api/v1 until Ctrl-C.

    On 127.0.0.1 only this machine can visit. With another --host visitors need a token, which is said once. The
    connection is not encrypted: put a server that speaks HTTPS before it.
    """
    from detente.show.web.server import serve as run

    run(store_path, host=host, port=port, say=click.echo)
