"""nginx in front of an installation, configured as the README tells its operators."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import free_port
from tests.waiting import is_listening, wait_for

README = Path(__file__).parents[1] / "README.md"
FRAME = """
daemon off;
pid nginx.pid;
user {user};
events {{}}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{server}}}
"""


@contextmanager
def proxy(folder: Path, behind: int) -> Iterator[int]:
    """Gives the port of nginx, without TLS, in front of the installation on port `behind`."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no nginx: apt install nginx-light")
        pytest.skip("no nginx: apt install nginx-light")
    port = free_port()
    config = folder / "nginx.conf"
    server = documented(port, behind, folder / "error.log")
    config.write_text(FRAME.format(user=getpass.getuser(), server=server))
    command = [program, "-p", f"{folder}/", "-c", str(config), "-e", str(folder / "start.log")]
    process = subprocess.Popen(command)
    try:
        assert wait_for(lambda: is_listening(port)), (folder / "start.log").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(60)


def documented(port: int, behind: int, log: Path) -> str:
    """The README's server with other ports, without its certificate."""
    found = re.search(r"```nginx\n(.*?)```", README.read_text(), re.DOTALL)
    assert found, "README.md shows no nginx server"
    server = re.sub(r"    ssl_\S+ .*\n", "", found[1])
    places = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "/var/log/nginx/penilaian.log": str(log),
    }
    for shown, here in places.items():
        assert server.count(shown) == 1, shown
        server = server.replace(shown, here)
    return server
