"""gunicorn's settings for ours: what was loaded before the fork stays shared."""

import gc

no_control_socket = True


def when_ready(server: object) -> None:
    """Objects of the application never move again, so their pages are not copied."""
    gc.collect()
    gc.freeze()
