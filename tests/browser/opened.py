"""Opens a file in the system's Chromium, and tells all that a person or a network would notice of it."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_ROOT = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
"""For a container, in which one is root and memory is not shared."""
_PATIENCE = 120_000
"""[ms] a machine may be busy with other tests."""
_WIDER = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .map(one => one.tagName + "." + one.className)"""
_COVERED = """() => [...document.querySelectorAll("li.block, td, th, dd, h1, h2, h3, h4, p")]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map(one => one.tagName + ": " + one.textContent.trim().slice(0, 40))"""

_FAINT = """() => {
  const channel = part => { const c = part / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter(one => [...one.childNodes].some(each => each.nodeType === 3 && each.textContent.trim()))
    .filter(one => {
      const [a, b] = [light(parts(getComputedStyle(one).color)), light(ground(one))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    })
    .map(one => one.tagName + "." + one.className + ": " + one.textContent.trim().slice(0, 40));
}"""
_GRAIN = """data => new Promise(done => {
  const picture = new Image();
  picture.onload = () => {
    const sheet = document.createElement("canvas");
    sheet.width = picture.width; sheet.height = picture.height;
    const pen = sheet.getContext("2d");
    pen.drawImage(picture, 0, 0);
    const seen = new Set();
    for (let row = 0; row < picture.height; row += 40) {
      const line = pen.getImageData(0, row, picture.width, 1).data;
      for (let at = 0; at < line.length; at += 4) seen.add(line.slice(at, at + 3).join());
    }
    done(seen.size);
  };
  picture.src = data;
})"""


@dataclass
class Opened:
    """A page in the browser.

    Attributes:
        page: The page.
        console: What it wrote to the console.
        asked: What it asked of the network.
    """

    page: Any
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def wider_than_the_screen(self) -> list[str]:
        """The elements that stick out at the right."""
        return self.page.evaluate(_WIDER)

    def cut_off(self) -> list[str]:
        """The elements whose text does not fit in them."""
        return self.page.evaluate(_COVERED)

    def faint(self) -> list[str]:
        """The texts that stand out too little from what they are written on (WCAG 2.2, 1.4.3)."""
        return self.page.evaluate(_FAINT)

    def grain(self) -> int:
        """How many different colours a row of points across the picture has; a blank page has one."""
        picture = self.page.screenshot(full_page=True)
        self.page.goto("about:blank")
        data = f"data:image/png;base64,{b64encode(picture).decode()}"
        return self.page.evaluate(_GRAIN, data)

    def printed(self) -> list[str]:
        """The text of each page when it is printed on A4."""
        pypdf = pytest.importorskip("pypdf", reason="pypdf reads what is printed: pip install pypdf")
        made = self.page.pdf(prefer_css_page_size=True, print_background=True)
        return [one.extract_text() for one in pypdf.PdfReader(BytesIO(made)).pages]


@contextmanager
def browser() -> Iterator[Any]:
    """The browser; the test is skipped, and says why, where there is none."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: make tools installs it")
    with driver.sync_playwright() as started:
        made = started.chromium.launch(executable_path=CHROMIUM, args=_ROOT, timeout=_PATIENCE)
        yield made
        made.close()


@contextmanager
def opened(driven: Any, file: Path, *, width: int, dark: bool = False) -> Iterator[Opened]:
    """A file in a window of a width [px]."""
    context = driven.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    one = Opened(page)
    page.on("console", lambda message: one.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: one.console.append(str(error)))
    page.on("request", lambda request: one.asked.append(request.url))
    page.goto(file.as_uri())
    yield one
    context.close()
