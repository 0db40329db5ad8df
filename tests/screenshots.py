"""Pictures of every public page of the demo festival: `python -m tests.screenshots DIR`.

At 360, 768 and 1440 pixels, light and dark, and as printed; `front.png` is the one in the README.
It serves a demo of its own, which is gone afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
WIDTHS = (360, 768, 1440)
FESTIVAL = "strangers/"
# By the name of the picture.
PAGES = {
    "home": "",
    "listing": "screenings/",
    "listing-filtered": "screenings/?section=galas&venue=landmark-sunset",
    "listing-empty": "screenings/?section=conversations&venue=landmark-sunset",
    "timetable": "timetable/",
    "films": "films/",
    "film": "films/all-of-us-strangers/",
    "programme": "films/double-bill/",
    "sections": "sections/",
    "section": "sections/ghosts-and-memory/",
    "venues": "venues/",
    "venue": "venues/landmark-sunset/",
    "people": "people/",
    "person": "people/andrew-haigh/",
    "changes": "changes/",
    "not-found": "films/nothing/",
}


@contextmanager
def demo() -> Iterator[str]:
    """A demo festival that is on now, with data of its own; the address of its home."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "manage.py", "demo", "--port", str(port), "--shift-to-today"]
        # Nothing of what the tests are set to.
        ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "HTTPS", "SECRET_KEY")
        environment = {name: value for name, value in os.environ.items() if name not in ours} | {"DATA_DIR": folder}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}/{FESTIVAL}"
        finally:
            process.terminate()
            process.wait(15)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = monotonic() + 300
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if process.poll() is not None or monotonic() > deadline:
                raise SystemExit("The demo did not start. Run it by hand: manage.py demo") from None
            sleep(0.3)
        else:
            return


def take(browser: Browser, site: str, to: Path) -> None:
    """Every page into `to`: PNGs of whole pages, of the first screen, and PDFs as printed."""
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, timezone_id="America/Los_Angeles"
            )  # type: ignore[arg-type]  # one of the two
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=to / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()
        print(f"{scheme}: {len(PAGES) * len(WIDTHS)} pictures")
    # As wide as the paper less its margins.
    page = browser.new_page(viewport={"width": 700, "height": 1000}, timezone_id="America/Los_Angeles")
    for name, path in PAGES.items():
        page.goto(site + path)
        page.emulate_media(media="print")
        page.screenshot(path=to / f"{name}-print.png", full_page=True)
        page.pdf(path=to / f"{name}.pdf", format="A4", landscape=name == "timetable")
    print(f"print: {len(PAGES)} documents")
    page.close()


def front_picture(browser: Browser, site: str, to: Path) -> None:
    """The one for the README: a film on a desk, the day's screenings on a telephone."""
    parts = []
    for path, width, height, scheme in (("films/all-of-us-strangers/", 1280, 880, "light"), ("", 390, 880, "dark")):
        page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="America/Los_Angeles"
        )  # type: ignore[arg-type]  # one of the two
        page.goto(site + path)
        parts.append(Image.open(BytesIO(page.screenshot())).convert("RGB"))
        page.close()
    whole = Image.new("RGB", (sum(part.width for part in parts) + 72, parts[0].height + 48), "#d9d6d0")
    left = 24
    for part in parts:
        whole.paste(part, (left, 24))
        left += part.width + 24
    # 128 colours are enough for type and flat shapes, and a quarter of the bytes.
    whole.quantize(128).save(to / "front.png", optimize=True)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("Say where the pictures are to go: python -m tests.screenshots DIR")
    to = Path(arguments[0])
    to.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("No Chromium on this machine: apt-get install chromium")
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )  # root, as in a container, has no sandbox
        take(browser, site, to)
        front_picture(browser, site, to)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
