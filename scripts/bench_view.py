"""Measure the page of the viewer in Chromium without a graphics card: `make bench-view`.

Exits with 1 if a figure misses its generous limit.
"""

import json
import math
import statistics
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from move_ugc_async.viewer import ViewerServer
from tests.browser.conftest import ARGUMENTS, find_chromium
from tests.browser.results import write_results

WIDTH, HEIGHT = 640, 360
MAX_OPENING = 2.0
"""Seconds."""
MIN_RATE = 15.0
"""Images per second."""
SIZE_OF_FILE = 10 * 1000 * 1000
"""Bytes of the large GLB."""
RUNS = 3
SAMPLE = 3000
"""Milliseconds."""
STAGE = "document.querySelector('move-viewer').shadowRoot.querySelector('.stage').shadowRoot.querySelector('.stage')"
VIEWER = "document.querySelector('move-viewer').viewer"


def enlarge(glb: bytes, size: int) -> bytes:
    """Return a GLB whose animation has more frames, so that the file has about a number of bytes."""
    length = struct.unpack_from("<I", glb, 12)[0]
    document = json.loads(glb[20 : 20 + length])
    binary = glb[28 + length :]
    (animation,) = document["animations"]
    factor = max(1, round(size / len(binary)))
    views, accessors = document["bufferViews"], document["accessors"]
    data = bytearray(binary)
    repeated: dict[int, int] = {}

    def repeat(index: int, *, times: bool) -> int:
        if index not in repeated:
            accessor = accessors[index]
            view = views[accessor["bufferView"]]
            part = binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
            whole = part * factor
            if times:
                own = struct.unpack(f"<{len(part) // 4}f", part)
                step = own[1] - own[0]
                values = [number * step for number in range(len(own) * factor)]
                whole = struct.pack(f"<{len(values)}f", *values)
                accessor = {**accessor, "min": [values[0]], "max": [math.nextafter(values[-1], math.inf)]}
            views.append({"buffer": 0, "byteOffset": len(data), "byteLength": len(whole)})
            accessors.append({**accessor, "bufferView": len(views) - 1, "count": accessor["count"] * factor})
            data.extend(whole)
            repeated[index] = len(accessors) - 1
        return repeated[index]

    for sampler in animation["samplers"]:
        sampler["input"] = repeat(sampler["input"], times=True)
        sampler["output"] = repeat(sampler["output"], times=False)
    document["buffers"][0]["byteLength"] = len(data)
    encoded = json.dumps(document).encode()
    encoded += b" " * (-len(encoded) % 4)
    chunks = struct.pack("<I4s", len(encoded), b"JSON") + encoded + struct.pack("<I4s", len(data), b"BIN\0") + data
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[tuple[Page, float]]:
    """Yield a page that plays, and the seconds from opening it until its second image with motion."""
    with ViewerServer(path) as server:
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        start = time.perf_counter()
        page.goto(server.url, wait_until="commit")
        page.wait_for_function(f"() => {VIEWER}?.inspect().playing && {VIEWER}.inspect().time > 0")
        yield page, time.perf_counter() - start
        page.close()


def rate_of(page: Page) -> float:
    """Return how many images are drawn in a second on a stage of the size that is measured."""
    width, height = page.evaluate(
        f"() => {{ const {{ width, height }} = {STAGE}.getBoundingClientRect(); return [width, height]; }}"
    )
    page.set_viewport_size({"width": 2 * WIDTH - int(width), "height": 2 * HEIGHT - int(height)})
    page.wait_for_function(f"() => {STAGE}.getBoundingClientRect().height > {HEIGHT} - 2")
    now = f"[performance.now(), {VIEWER}.inspect().drawn]"
    before = page.evaluate(now)
    page.wait_for_timeout(SAMPLE)
    after = page.evaluate(now)
    return float(1000 * (after[1] - before[1]) / (after[0] - before[0]))


def main() -> int:
    """Print the figures; return 1 if one misses its limit."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        results = write_results(Path(folder, "results"), actors=2)
        large = Path(folder, "large.glb")
        large.write_bytes(enlarge((results / "main_glb.glb").read_bytes(), SIZE_OF_FILE))
        openings = []
        for _ in range(RUNS):
            with opened(browser, large) as (_page, seconds):
                openings.append(seconds)
        rates = {}
        for name in ("main_glb.glb", "motion_data.zip", ""):
            with opened(browser, results / name) as (page, _seconds):
                rates[name or "GLB, BVH, motion data and video"] = rate_of(page)
        browser.close()
    opening = statistics.median(openings)
    each = ", ".join(f"{seconds:.2f}" for seconds in openings)
    size = f"{SIZE_OF_FILE / 1e6:g} MB"
    print(f"{opening:5.2f} s from opening to playing: GLB of {size}, median of {each} (at most {MAX_OPENING:g})")
    for name, rate in rates.items():
        print(f"{rate:5.1f} images/s: two actors, stage of {WIDTH} x {HEIGHT}, {name} (at least {MIN_RATE:g})")
    return int(opening > MAX_OPENING or min(rates.values()) < MIN_RATE)


if __name__ == "__main__":
    sys.exit(main())
