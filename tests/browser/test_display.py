"""What the page shows: actors, names, results, messages."""

import itertools
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.results import write_results
from tests.browser.viewer_page import STAGE, ViewerPage, box_of_colour, changed_pixels

pytestmark = pytest.mark.browser
Show = Callable[..., ViewerPage]


def test_two_actors_have_two_colours_which_the_legend_explains(show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.seek(1)
    for kind in ("glb", "bvh", "motion"):
        image = viewer.image(viewer.pane(kind))
        first, second = box_of_colour(image, blue=True), box_of_colour(image, blue=False)
        assert first, kind
        assert second, kind
        assert first[2] < second[0] or second[2] < first[0], kind
    assert [actor["name"] for actor in viewer.inspect()["actors"]] == ["Actor 1", "Actor 2"]
    assert len({actor["colour"] for actor in viewer.inspect()["actors"]}) == 2
    expect(viewer.page.get_by_role("list", name="Actors").get_by_role("listitem")).to_have_text(["Actor 1", "Actor 2"])


def test_people_have_the_same_colour_in_files_that_list_them_in_other_orders(
    show: Show, results: Path, tmp_path: Path
) -> None:
    shutil.copy(results / "main_glb.glb", tmp_path)
    with zipfile.ZipFile(results / "all_bvh.zip") as archive, zipfile.ZipFile(tmp_path / "bvh.zip", "w") as other:
        names = sorted(archive.namelist())
        for name, source in zip(names, reversed(names), strict=True):
            other.writestr(name, archive.read(source))
    viewer = show(tmp_path)
    glb, bvh = (box_of_colour(viewer.image(viewer.pane(kind)), blue=True) for kind in ("glb", "bvh"))
    assert glb
    assert bvh == pytest.approx(glb, abs=25)


def test_files_with_one_person_each_are_all_in_view_with_colours_of_their_own(
    show: Show, results: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(results / "all_bvh.zip") as archive:
        archive.extractall(tmp_path)
    viewer = show(tmp_path)
    viewer.seek(1)
    first, second = (viewer.image(pane) for pane in viewer.page.locator(".pane").all())
    assert box_of_colour(first, blue=True)
    assert not box_of_colour(first, blue=False)
    assert box_of_colour(second, blue=False)
    assert not box_of_colour(second, blue=True)
    assert len(viewer.inspect()["actors"]) == 2


def test_everything_is_drawn_again_after_the_graphics_card_was_reset(show: Show, results: Path) -> None:
    viewer = show(results)
    before = viewer.image()
    viewer.page.evaluate(
        """async () => {
            const stage = document.querySelector("move-viewer").shadowRoot.querySelector(".stage").shadowRoot;
            const canvas = stage.querySelector("canvas.scene");
            const happened = (name) => new Promise((done) => canvas.addEventListener(name, () => setTimeout(done)));
            const context = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
            const lost = happened("webglcontextlost");
            context.loseContext();
            await lost;
            const restored = happened("webglcontextrestored");
            context.restoreContext();
            await restored;
        }"""
    )
    viewer.settle()
    assert changed_pixels(before, viewer.image()) == 0


def test_joint_names_and_skeleton_are_switched_on_and_off(show: Show, results: Path) -> None:
    viewer = show(results)
    names = viewer.page.get_by_role("button", name="Joint names")
    skeleton = viewer.page.get_by_role("button", name="Skeleton")
    expect(names).to_have_attribute("aria-pressed", "false")
    expect(skeleton).to_have_attribute("aria-pressed", "true")
    plain = viewer.image()
    names.click()
    viewer.settle()
    named = viewer.image()
    assert changed_pixels(plain, named) > 500
    expect(names).to_have_attribute("aria-pressed", "true")
    skeleton.click()
    viewer.settle()
    assert changed_pixels(named, viewer.image()) > 200
    names.click()
    skeleton.click()
    viewer.settle()
    assert changed_pixels(plain, viewer.image()) < 50


def test_sources_are_shown_and_hidden(show: Show, results: Path) -> None:
    viewer = show(results)
    for name in ("GLB", "BVH", "Video"):
        viewer.page.get_by_role("button", name=name, exact=True).click()
    assert [pane["kind"] for pane in viewer.inspect()["panes"]] == ["motion"]
    viewer.page.get_by_role("button", name="GLB", exact=True).click()
    viewer.wait("viewer.inspect().panes.every((pane) => pane.state === 'ready')")
    assert [pane["kind"] for pane in viewer.inspect()["panes"]] == ["glb", "motion"]


def test_folder_with_several_results_lets_the_user_choose(show: Show, tmp_path: Path) -> None:
    write_results(tmp_path / "jobs" / "first", actors=1, outputs=("MAIN_GLB",))
    write_results(tmp_path / "jobs" / "second ä", actors=2, outputs=("MOTION_DATA", "RENDER_VIDEO"))
    viewer = show(tmp_path / "jobs")
    assert [pane["name"] for pane in viewer.inspect()["panes"]] == ["main_glb.glb"]
    viewer.page.get_by_label("Result").select_option("second ä")
    viewer.wait("viewer.inspect().actors.length === 2")
    assert [pane["kind"] for pane in viewer.inspect()["panes"]] == ["motion", "video"]
    viewer.page.reload()
    viewer.wait("viewer && viewer.inspect().actors.length === 2")
    expect(viewer.page.get_by_label("Result")).to_have_value("second ä")


def test_file_that_cannot_be_shown_has_a_message(show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.page.get_by_role("button", name="main_fbx.fbx").click()
    expect(viewer.page.get_by_role("alert")).to_contain_text(
        "FBX files cannot be shown. Open the file in Blender, Maya or Unreal. The outputs MAIN_GLB"
    )


def glb(document: dict[str, Any]) -> bytes:
    encoded = json.dumps({"asset": {"version": "2.0"}, **document}).encode()
    encoded += b" " * (-len(encoded) % 4)
    return struct.pack("<4sIII4s", b"glTF", 2, 20 + len(encoded), len(encoded), b"JSON") + encoded


FOREIGN = {
    "buffers": [{"uri": "https://evil.example/data.bin", "byteLength": 4}],
    "bufferViews": [{"buffer": 0, "byteLength": 4}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 1, "type": "SCALAR"}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "nodes": [{"mesh": 0}],
    "scenes": [{"nodes": [0]}],
    "scene": 0,
}
DRACO = ["KHR_draco_mesh_compression"]
SHORT_BVH = b"""HIERARCHY
ROOT a
{
 OFFSET 0 0 0
 CHANNELS 1 Xposition
}
MOTION
Frames: 2
Frame Time: 1
1"""


MALFORMED = [
    ("bad.glb", b"not a GLB file, but long enough", "The file is not a GLB file."),
    ("cut.glb", glb({})[:-4], "The GLB file is incomplete"),
    ("old.glb", struct.pack("<4sIIII", b"glTF", 1, 20, 0, 0), "version 1 of glTF"),
    ("empty.glb", glb({"scenes": [{"nodes": []}], "scene": 0}), "neither a skeleton nor an animation"),
    (
        "draco.glb",
        glb({"extensionsRequired": DRACO, "extensionsUsed": DRACO}),
        "compressed with Draco (KHR_draco_mesh_compression)",
    ),
    ("foreign.glb", glb(FOREIGN), "needs another file, “https://evil.example/data.bin”"),
    ("bad.bvh", SHORT_BVH, "has 1 values; 2 frames of 1 channels have 2"),
    ("empty.bvh", b"", "The file is empty. Download it again."),
    ("empty.mp4", b"", "The video is empty: the file has 0 bytes. Download it again."),
    ("bad.mp4", b"not a video", "The browser cannot play this video"),
]


def test_malformed_files_have_messages_and_others_still_play(show: Show, tmp_path: Path) -> None:
    folder = write_results(tmp_path / "results", actors=1, outputs=("MOTION_DATA",))
    for name, content, _ in MALFORMED:
        (folder / name).write_bytes(content)
    viewer = show(folder)
    alert = viewer.page.get_by_role("alert")
    # Several files of each kind: the first of each is open.
    for name in [pane["name"] for pane in viewer.inspect()["panes"] if pane["kind"] != "motion"]:
        viewer.source(name).click()
    for name, _, message in MALFORMED:
        viewer.source(name).click()
        expect(alert).to_contain_text(message)
        assert sorted(pane["state"] for pane in viewer.inspect()["panes"]) == ["failed", "ready"]
        viewer.seek(1)
        assert viewer.inspect()["frame"] == 25
        viewer.seek(0)
        viewer.source(name).click()


def test_malformed_motion_data_has_a_message_with_the_place(show: Show, tmp_path: Path) -> None:
    path = tmp_path / "track00.json"
    path.write_text('{"mocap_data": [{"timestamp": 0, "joint_data": {"Root": {"position": [1, 2]}}}]}')
    viewer = show(path)
    # The browser itself reports the status of the response.
    viewer.log.permit("422")
    expect(viewer.page.get_by_role("alert")).to_contain_text(
        "track00.json, frame 0, joint Root: position must be a list of 3 numbers"
    )


def test_page_has_a_dark_theme(show: Show, results: Path) -> None:
    light, dark = (show(results, scheme=scheme).image() for scheme in ("light", "dark"))
    assert sum(light.getpixel((30, 60))) > 600  # type: ignore[arg-type]
    assert sum(dark.getpixel((30, 60))) < 150  # type: ignore[arg-type]


def test_colours_follow_the_theme_and_the_variables_of_the_page(show: Show, results: Path) -> None:
    viewer = show(results / "main_glb.glb")
    corner = (30, 60)

    def shows(condition: str) -> None:
        viewer.wait(condition)
        viewer.settle()

    first = viewer.inspect()["actors"][0]["colour"]
    viewer.page.emulate_media(color_scheme="dark")
    shows(f"viewer.inspect().actors[0].colour !== '{first}'")
    assert sum(viewer.image().getpixel(corner)) < 150  # type: ignore[arg-type]
    viewer.run("document.documentElement.style.colorScheme = 'light'")
    shows(f"viewer.inspect().actors[0].colour === '{first}'")
    assert sum(viewer.image().getpixel(corner)) > 600  # type: ignore[arg-type]
    viewer.run(
        "const { style } = document.body; style.setProperty('--viewer-actor-1', 'hsl(300 100% 50%)'); "
        "style.setProperty('--viewer-pane', 'oklch(0.3 0 0)')"
    )
    shows("viewer.inspect().actors[0].colour === '#ff00ff'")
    assert sum(viewer.image().getpixel(corner)) < 200  # type: ignore[arg-type]


def test_controls_of_a_small_window_do_not_overlap(show: Show, tmp_path: Path) -> None:
    folder = write_results(tmp_path / "small", actors=2, outputs=("MAIN_GLB", "MOTION_DATA"))
    write_results(folder / "other", actors=1, outputs=("MOTION_DATA",))
    viewer = show(folder, width=240, height=240)
    controls = viewer.page.locator("button:visible, select:visible, input:visible, h1, .readout, .legend")
    for width, height in ((900, 260), (240, 600), (320, 240), (240, 240)):
        viewer.page.set_viewport_size({"width": width, "height": height})
        viewer.settle()
        assert viewer.page.evaluate("document.documentElement.scrollWidth") <= width
        boxes: list[dict[str, float]] = controls.evaluate_all(
            "(all) => all.map((each) => JSON.parse(JSON.stringify(each.getBoundingClientRect())))"
        )
        assert len(boxes) > 12
        for first, second in itertools.combinations(boxes, 2):
            across = min(first["right"], second["right"]) - max(first["left"], second["left"])
            down = min(first["bottom"], second["bottom"]) - max(first["top"], second["top"])
            assert min(across, down) < 0.5, (width, height, first, second)
        # What does not fit is scrolled to.
        buttons = [viewer.page.get_by_role("button", name=name) for name in ("Play", "Joint names", "Reset view")]
        for control in (viewer.source("main_glb.glb"), *buttons):
            control.scroll_into_view_if_needed()
            expect(control).to_be_in_viewport(ratio=1)
    viewer.page.get_by_role("button", name="Joint names").click()
    assert viewer.inspect()["names"]


def test_progress_is_shown_while_a_file_is_loaded(show: Show, results: Path) -> None:
    viewer = show(results / "main_glb.glb")
    texts = viewer.evaluate(
        """new Promise((done) => {
            const frames = 100000;
            const text = [
                "HIERARCHY ROOT a { OFFSET 0 0 0 CHANNELS 3 Xposition Yposition Zposition End Site { OFFSET 0 1 0 } }",
                `MOTION\\nFrames: ${frames}\\nFrame Time: 0.01`, "0 1 2\\n".repeat(frames),
            ].join("\\n");
            const seen = [];
            new MutationObserver((records) => {
                for (const { target } of records) if (target.className === "loading") seen.push(target.textContent);
            }).observe(viewerRoot, { subtree: true, childList: true });
            document.addEventListener("viewer:load", () => done(seen), { once: true });
            viewer.setSources([{ name: "a.bvh", kind: "bvh", url: URL.createObjectURL(new Blob([text])) }]);
        })""".replace("viewerRoot", STAGE)
    )
    assert texts
    assert all(text.startswith("Loading … ") and text.endswith(" %") for text in texts)
    assert texts == sorted(texts, key=lambda text: int(text.split()[2]))
    assert len(set(texts)) > 2


def test_page_fits_a_narrow_window(show: Show, results: Path) -> None:
    viewer = show(results, width=420, height=800)
    assert viewer.page.evaluate("document.documentElement.scrollWidth") <= 420
    expect(viewer.page.get_by_role("button", name="Reset view")).to_be_in_viewport()


def test_every_control_has_a_name(show: Show, results: Path) -> None:
    viewer = show(results)
    controls = viewer.page.locator("button, select, input")
    assert controls.count() > 12
    for control in controls.all():
        assert control.evaluate(
            "(each) => each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length"
        )


def test_component_works_in_any_page(show: Show, results: Path) -> None:
    viewer = show(results)
    state = viewer.page.evaluate(
        """async () => {
            const { createViewer } = await import("./viewer.js");
            const element = document.createElement("div");
            element.style.height = "300px";
            document.body.replaceChildren(element);
            const sources = [{ name: "main_glb.glb", kind: "glb", url: "files/0/0/main_glb.glb" }];
            const events = [];
            for (const type of ["load", "error", "change"]) {
                document.addEventListener(`viewer:${type}`, ({ detail }) => events.push([type, detail]));
            }
            const other = createViewer(element, { sources, autoplay: true });
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            while (other.inspect().time < 0.2) await frame();
            const state = other.inspect();
            other.setSources([{ name: "x.fbx", kind: "other", reason: "no" }]);
            let refused;
            try {
                other.setSources([{ name: "x", kind: "fbx" }]);
            } catch (error) {
                refused = error.message;
            }
            const panes = other.inspect().panes.length;
            other.dispose();
            return { ...state, panes, events, refused, left: element.shadowRoot.childElementCount };
        }"""
    )
    assert (state["playing"], state["frames"], len(state["actors"])) == (True, 100, 2)
    assert (state["panes"], state["left"]) == (1, 0)
    assert state["refused"] == "kind must be one of glb, bvh, motion, video, other; got fbx"
    events = state["events"]
    assert [detail for event, detail in events if event == "load"] == [
        {"name": "main_glb.glb", "kind": "glb", "message": ""}
    ]
    assert [detail for event, detail in events if event == "error"] == [
        {"name": "x.fbx", "kind": "other", "message": "no"}
    ]
    assert True in [detail["playing"] for event, detail in events if event == "change"]


def test_element_shows_the_result_that_its_attribute_names(show: Show, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_results(tmp_path / "jobs" / name, actors=1, outputs=("MOTION_DATA",))
    viewer = show(tmp_path / "jobs")
    viewer.run("document.querySelector('move-viewer').setAttribute('result', 'second')")
    expect(viewer.page.get_by_label("Result")).to_have_value("second")
    viewer.wait("viewer.inspect().panes.every((pane) => pane.state === 'ready')")
    viewer.run(
        "const element = document.querySelector('move-viewer'); const { parentNode } = element; element.remove(); "
        "if (element.viewer) throw new Error('it must be disposed'); parentNode.append(element)"
    )
    viewer.wait("viewer && viewer.inspect().panes.every((pane) => pane.state === 'ready')")
    expect(viewer.page.get_by_label("Result")).to_have_value("second")
