"""Draws the icons of the phone from the mark, as pictures: not every phone takes a drawing. For those who change the mark; run by hand."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts import chromium

STATIC = Path(__file__).resolve().parent.parent / "brobygger" / "web" / "static"
GROUND = "#1F5A4A"  # the accent colour of the theme
PAPER = "#FCF8F4"
# name: (width in pixels, the part of the width that the mark takes, round corners). A phone cuts a maskable one to its own shape,
# and only the middle four fifths are sure to be seen.
ICONS = {"icon-192.png": (192, 0.68, 0.22), "icon-512.png": (512, 0.68, 0.22), "icon-maskable-512.png": (512, 0.54, 0.0)}
PAGE = """<body style="margin:0;width:{width}px;height:{width}px;
display:grid;place-items:center;background:{ground};border-radius:{corner}px">
<div style="width:{mark}px;height:{mark}px">{drawing}</div></body>"""


def draw() -> None:
    drawing = (STATIC / "mark.svg").read_text(encoding="utf-8").replace(GROUND, PAPER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        for name, (width, share, corner) in ICONS.items():
            page = browser.new_page(viewport={"width": width, "height": width})
            page.set_content(
                PAGE.format(width=width, ground=GROUND, corner=round(width * corner), mark=round(width * share), drawing=drawing)
            )
            page.screenshot(path=STATIC / "phone" / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw()
