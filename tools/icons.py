"""Draws the app's PNG icons from client/static/favicon.svg in Chromium; run after changing the drawing.

Any-purpose icons keep the round corners; the maskable one is drawn on a full square, its drawing inside the safe
circle (80 %). The files are committed, so that a build needs no browser.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "client" / "static"
GROUND = "#0e4a5a"


def page_of(svg: str, size: int, scale: float, ground: str) -> str:
    """A page of one drawing, centred and scaled, on a ground that may be transparent."""
    return (
        f"<style>*{{margin:0}}body{{background:{ground};width:{size}px;height:{size}px;display:grid;place-items:center}}"
        f"svg{{width:{size * scale}px;height:{size * scale}px}}</style>{svg}"
    )


def main() -> None:
    svg = (STATIC / "favicon.svg").read_text()
    (STATIC / "icons").mkdir(exist_ok=True)
    wanted = [
        ("icon-48.png", 48, 1.0, "transparent"),
        ("icon-192.png", 192, 1.0, "transparent"),
        ("icon-512.png", 512, 1.0, "transparent"),
        ("maskable-512.png", 512, 0.8, GROUND),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, size, scale, ground in wanted:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(page_of(svg, size, scale, ground))
            page.screenshot(path=str(STATIC / "icons" / name), omit_background=ground == "transparent")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
