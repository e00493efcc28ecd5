"""gunicorn with our settings, and an access log without secrets."""

from __future__ import annotations

import gc
from collections.abc import Callable
from logging import FileHandler, Formatter, LogRecord
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from survei.logs import DailyFile, one_line
from survei.process_watch import ProcessWatch
from survei.settings import Settings
from survei.web.link_routes import mask

#: A folder in memory, so that a worker's heartbeat never waits for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108


class Web(BaseApplication):
    """A few processes with threads; the application is loaded once and shared by all.

    Source: security.md D.7.
    """

    def __init__(
        self, settings: Settings, bind: str, make_app: Callable[[Settings], Flask]
    ) -> None:
        self.settings = settings
        self.bind = bind
        self.make_app = make_app
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before anything is loaded."""
        options = {
            "bind": self.bind,
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "survei.web.request_timeout.Worker",
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": 30,
            "keepalive": 15,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "control_socket_disable": True,
            "forwarded_allow_ips": "127.0.0.1",
            "umask": 0o077,
            "loglevel": "warning",
            "accesslog": self.settings.access_log,
            "access_log_format": '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms',
            "logger_class": AccessLogger,
            "when_ready": freeze,
            "post_worker_init": watch,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called once, before the processes are forked; opens no connection."""
        return self.make_app(self.settings)


class Masked(Formatter):
    """A line of gunicorn's own: it repeats what it could not read, which may be a link."""

    def format(self, record: LogRecord) -> str:
        """The line, on one line and without tokens."""
        return one_line(mask(super().format(record)))


class AccessLogger(Logger):
    """gunicorn's logger with masked paths and nothing of Referer, query or address.

    A file of its own for each day: the old ones are deleted one by one.
    """

    def _set_handler(
        self, log: Any, output: str | None, fmt: Formatter, stream: Any = None
    ) -> None:
        fmt = Masked(fmt._fmt, fmt.datefmt)
        super()._set_handler(log, output, fmt, stream)
        plain = self._get_gunicorn_handler(log)
        if log is not self.access_log or not isinstance(plain, FileHandler):
            return
        log.removeHandler(plain)
        plain.close()
        daily = DailyFile(plain.baseFilename)
        daily.setFormatter(fmt)
        daily._gunicorn = True  # type: ignore[attr-defined]
        log.addHandler(daily)

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The values that the access log format can use."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        atoms["U"] = mask(str(atoms.get("U", "")))
        return atoms | dict.fromkeys(("r", "q", "f", "h", "a"), "-")


def freeze(server: object) -> None:
    """What is loaded now is never garbage; leaving it alone keeps its memory shared."""
    gc.collect()
    gc.freeze()


def watch(worker: Any) -> None:
    """Each process looks after its keys, and its host's clock."""
    ProcessWatch(worker.wsgi.config["KEY_WATCH"]).start()
