"""Looks for faults of accessibility on every page of a desk that is running, with axe-core in Chromium.

    python bench/desk_axe.py http://127.0.0.1:8000 AXE.min.js [PATH...]

Needs playwright (`pip install playwright`), a Chromium of the machine, and axe-core (`npm install axe-core`): none is
part of detente. Prints a line per page and fault, in light and dark; status 1 where a fault is serious or critical.
"""

import shutil
import sys
from pathlib import Path

PAGES = ("/", "/relation", "/relation/PRK/KOR", "/world", "/actor", "/actor?q=kim", "/actor/PRK", "/search",
         "/search?in=documents", "/code", "/review", "/login", "/nowhere")  # fmt: skip


def main(base: str, axe: str, *paths: str) -> int:
    from playwright.sync_api import sync_playwright

    serious = 0
    source = Path(axe).read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            # The script of the check is put in by the browser: the desk's own policy lets none in from elsewhere.
            context = browser.new_context(bypass_csp=True, color_scheme=scheme)
            page = context.new_page()
            for path in paths or PAGES:
                page.goto(base + path)
                page.evaluate(source)
                found = page.evaluate("axe.run()")["violations"]
                print(f"{scheme:5} {path}: {len(found)} faults")
                for fault in found:
                    print(f"      {fault['impact']}: {fault['id']}, {fault['help']}: {fault['nodes'][0]['html'][:120]}")
                serious += sum(fault["impact"] in ("serious", "critical") for fault in found)
        browser.close()
    return int(serious > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
