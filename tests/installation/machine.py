"""A machine of a test's own: the commands of a page of docs/ run as they are written, with each path under one folder.

What needs another system stands in: packages and users are not made, and a small systemctl starts what a unit says.
"""

import os
import re
import shutil
import ssl
import subprocess
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

from tests.installation.processes import HANDED_ON, ROOT, free_port

STAND_INS = Path(__file__).with_name("stand_ins")
# What the pages name, and what lies under the folder instead.
PLACES = re.compile(
    r"(?<![\w.])/(?=(?:opt/festival|etc/(?:festival|systemd|nginx|letsencrypt|cron\.d)|usr/local/s?bin"
    r"|var/(?:lib/festival|backups/festival|cache/nginx|log/nginx))\b)"
)
NOT_OURS = ("apt", "useradd", "chown", "chgrp")
STANDARD = (
    "bin", "home", "opt/festival", "usr/local/bin", "usr/local/sbin", "etc/systemd/system", "etc/cron.d",
    "etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/letsencrypt/live/festival.example",
    "var/log/nginx", "var/cache/nginx", "var/backups",
)  # fmt: skip
NGINX = """
{user}
daemon on;
worker_processes 1;
pid {machine}/nginx.pid;
error_log {machine}/var/log/nginx/error.log;
events {{}}
http {{
    access_log off;
    include {machine}/etc/nginx/sites-enabled/*;
}}
"""


@dataclass(frozen=True, slots=True)
class Machine:
    folder: Path
    site: int
    https: int
    http: int

    @classmethod
    def bare(cls, folder: Path) -> "Machine":
        """As Debian is before the first command, with a certificate."""
        made = cls(folder, site=free_port(), https=free_port(), http=free_port())
        for place in STANDARD:
            (folder / place).mkdir(parents=True)
        for name in NOT_OURS:
            made.stand_in(name, "exit 0")
        made.stand_in("runuser", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
        made.stand_in("nginx", f'PATH="$PATH:/usr/sbin" exec {nginx()} -e {folder}/var/log/nginx/error.log '
                               f'-c {folder}/etc/nginx/nginx.conf "$@"')  # fmt: skip
        shutil.copy(STAND_INS / "systemctl", folder / "bin" / "systemctl")
        (folder / "bin" / "systemctl").chmod(0o755)
        (folder / "etc/nginx/nginx.conf").write_text(
            NGINX.format(machine=folder, user="user root;" if os.getuid() == 0 else ""), encoding="utf-8"
        )
        live = folder / "etc/letsencrypt/live/festival.example"
        made.sh(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=festival.example "
            f"-keyout {live}/privkey.pem -out {live}/fullchain.pem 2> /dev/null"
        )
        reached = f"connect-to = festival.example:443:127.0.0.1:{made.https}\ninsecure\n"
        (folder / "home" / ".curlrc").write_text(reached, encoding="utf-8")
        return made

    def stand_in(self, name: str, does: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        path.chmod(0o755)

    def sh(self, script: str, **more: str) -> str:
        """What it prints, of a script that succeeds."""
        done = subprocess.run(
            ["sh", "-eu", "-c", script],
            cwd=self.folder, env=self.environment(**more), capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}{self.journal()[-3000:]}"
        return done.stdout

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in (*HANDED_ON, "PGHOST") if name in os.environ}
        ours = ":".join(str(self.folder / place) for place in ("bin", "usr/local/bin", "usr/local/sbin"))
        path = f"{ours}:{kept.pop('PATH')}"
        return {
            "PATH": path,
            "LANG": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "MACHINE": str(self.folder),
            **kept,
            **more,
        }

    def carry_out(self, page: str, *headings: str, **more: str) -> str:
        """All `sh` blocks of the page, or those under these headings, in one shell each."""
        return "".join(self.sh(self.here(block), **more) for block in blocks(page, *headings))

    def here(self, block: str) -> str:
        block = PLACES.sub(f"{self.folder}/", block)
        for port, ours in ((":8000", f":{self.site}"), ("--port 8000", f"--port {self.site}"),
                           ("listen 80;", f"listen 127.0.0.1:{self.http};"),
                           ("listen 443 ", f"listen 127.0.0.1:{self.https} ")):  # fmt: skip
            block = block.replace(port, ours)
        # The one command that asks somebody at a keyboard.
        block = block.replace("festival-site createsuperuser", "festival-site createsuperuser --no-input")
        return re.sub(r"^ *listen \[::\].*\n", "", block, flags=re.MULTILINE)

    def journal(self) -> str:
        path = self.folder / "festival.journal"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def ask(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Through the proxy, as a visitor of festival.example does."""
        connection = HTTPSConnection("127.0.0.1", self.https, timeout=60, context=ssl._create_unverified_context())
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers={"Host": "festival.example", **named})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def switch_off(self) -> None:
        self.sh("systemctl stop festival; if [ -s nginx.pid ]; then nginx -s stop; fi")


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "nginx is missing: apt install nginx-light"
    return found


def blocks(page: str, *headings: str) -> list[str]:
    """The blocks marked `sh`, whatever is between them."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    chosen = [body for title, body in zip(parts[1::2], parts[2::2], strict=True) if not headings or title in headings]
    found = re.findall(
        r"^```sh\n(.*?)^```$", "\n".join(chosen if headings else [parts[0], *chosen]), re.DOTALL | re.MULTILINE
    )
    assert found, (page, headings)
    return found
