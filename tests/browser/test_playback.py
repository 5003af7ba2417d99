"""Playback of motion and video."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.results import FRAMES, RATE, write_results
from tests.browser.viewer_page import ViewerPage, box_of_colour, changed_pixels

pytestmark = pytest.mark.browser
Show = Callable[..., ViewerPage]


def test_all_formats_and_the_video_are_shown_side_by_side(show: Show, results: Path) -> None:
    viewer = show(results)
    state = viewer.inspect()
    assert [(pane["kind"], pane["state"]) for pane in state["panes"]] == [
        (kind, "ready") for kind in ("glb", "bvh", "motion", "video")
    ]
    assert (state["frames"], state["duration"]) == (FRAMES, FRAMES / RATE)
    expect(viewer.page.get_by_role("heading", name="dance")).to_be_visible()


def test_each_source_moves_between_two_frames(show: Show, results: Path) -> None:
    viewer = show(results)
    images = []
    for time in (0.4, 1.2, 0.4):
        viewer.seek(time)
        images.append({kind: viewer.image(viewer.pane(kind)) for kind in ("glb", "bvh", "motion", "video")})
    before, after, again = images
    for kind, image in before.items():
        assert changed_pixels(image, after[kind]) > 200, kind
        assert changed_pixels(image, again[kind]) == 0, kind


def test_playing_moves_the_actors_until_it_is_paused(show: Show, results: Path) -> None:
    viewer = show(results)
    before = viewer.image(viewer.pane("motion"))
    viewer.page.get_by_role("button", name="Play").click()
    viewer.wait("viewer.inspect().time > 1")
    viewer.page.get_by_role("button", name="Pause").click()
    viewer.settle()
    paused = viewer.inspect()
    assert not paused["playing"]
    assert changed_pixels(before, viewer.image(viewer.pane("motion"))) > 200
    viewer.settle()
    assert viewer.inspect()["time"] == paused["time"]


def test_page_plays_by_itself_unless_the_user_prefers_less_motion(show: Show, results: Path) -> None:
    viewer = show(results, still=False)
    viewer.wait("viewer.inspect().playing && viewer.inspect().time > 0.5")
    viewer.run("viewer.pause()")
    assert not show(results).inspect()["playing"]


def test_formats_agree_on_place_and_size(show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.seek(1)
    for blue in (True, False):
        boxes = {kind: box_of_colour(viewer.image(viewer.pane(kind)), blue=blue) for kind in ("glb", "bvh", "motion")}
        expected = boxes["motion"]
        assert expected
        # Z up or Y up, metres or centimetres: the figures stand at the same place. Heads end at joints or at bones.
        for box in boxes.values():
            assert box
            assert box == pytest.approx(expected, abs=25)


def test_scrubber_seeks(show: Show, results: Path) -> None:
    viewer = show(results)
    scrubber = viewer.page.get_by_role("slider", name="Position")
    box = scrubber.bounding_box()
    assert box
    viewer.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    viewer.settle()
    assert viewer.inspect()["time"] == pytest.approx(2, abs=0.05)
    assert viewer.video_time() == pytest.approx(2, abs=0.05)
    scrubber.fill("3.2")
    viewer.settle()
    assert viewer.inspect()["frame"] == 80
    expect(viewer.page.get_by_role("timer", name="Time")).to_have_text("0:03.20 / 0:04.00")
    expect(viewer.page.locator(".frame")).to_have_text("frame 81 of 100")
    assert scrubber.get_attribute("aria-valuetext") == "0:03.20, frame 81 of 100"


@pytest.mark.parametrize("speed", ["0.5", "1", "2"])
def test_video_stays_in_step_at_each_speed(speed: str, show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.page.get_by_label("Speed").select_option(speed)
    viewer.page.keyboard.press("Escape")
    viewer.run("viewer.play()")
    viewer.wait("viewer.inspect().time > 1.5")
    video = "document.querySelector('move-viewer').shadowRoot.querySelector('.stage').shadowRoot.querySelector('video')"
    time, shown, rate = viewer.evaluate(f"[viewer.inspect().time, {video}.currentTime, {video}.playbackRate]")
    # From here on, the video would be sought instead.
    assert shown == pytest.approx(time, abs=0.25)
    assert rate == float(speed)
    viewer.run("viewer.pause()")
    viewer.settle()
    assert viewer.video_time() == pytest.approx(viewer.inspect()["time"], abs=1 / RATE)


def test_second_video_catches_up_with_the_first(show: Show, results: Path, tmp_path: Path) -> None:
    for name in ("render_overlay_video.mp4", "render_video.mp4"):
        shutil.copy(results / "render_video.mp4", tmp_path / name)
    viewer = show(tmp_path)
    videos = (
        "[...document.querySelector('move-viewer').shadowRoot.querySelector('.stage').shadowRoot"
        ".querySelectorAll('video')]"
    )
    drift = f"Math.abs({videos}[1].currentTime - {videos}[0].currentTime)"
    viewer.run("viewer.setRepeat(false); viewer.setSpeed(0.5); viewer.play()")
    viewer.wait(f"{videos}.every((video) => video.currentTime > 0.2)")
    viewer.run(f"{videos}[1].pause()")
    viewer.wait(f"{drift} > 0.15")
    viewer.run(f"{videos}[1].play()")
    # At the end both are sought.
    viewer.wait(f"{drift} < 0.05 || !viewer.inspect().playing")
    assert viewer.inspect()["playing"]


def test_video_that_is_closed_while_it_loads_is_not_loaded_any_further(show: Show, results: Path) -> None:
    viewer = show(results)
    toggle = viewer.source("render_video.mp4").click
    toggle()
    # The answer never arrives.
    viewer.page.route("**/*.mp4", lambda _route: None)
    with viewer.page.expect_request("**/*.mp4"):
        toggle()
    with viewer.page.expect_event("requestfailed"):
        toggle()


def test_playback_goes_on_with_another_result(show: Show, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_results(tmp_path / "jobs" / name, actors=1, outputs=("MOTION_DATA",))
    viewer = show(tmp_path / "jobs")
    viewer.run("viewer.play()")
    viewer.page.get_by_label("Result").select_option("second")
    viewer.wait("viewer.inspect().playing && viewer.inspect().time > 0.2")
    viewer.run("viewer.toggleSource('0')")
    viewer.wait("!viewer.inspect().playing")
    viewer.run("viewer.toggleSource('0')")
    viewer.wait("viewer.inspect().playing && viewer.inspect().time > 0.2")


def test_playback_repeats_or_stops_at_the_end(show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.run("viewer.seek(3.8); viewer.play()")
    viewer.wait("viewer.inspect().time < 1")
    assert viewer.inspect()["playing"]
    viewer.page.get_by_role("button", name="Repeat").click()
    viewer.run("viewer.seek(3.8); viewer.play()")
    viewer.wait("!viewer.inspect().playing")
    assert viewer.inspect()["time"] == 4


def test_keys_control_playback(show: Show, results: Path) -> None:
    viewer = show(results)
    press = viewer.page.keyboard.press
    press("Space")
    viewer.wait("viewer.inspect().playing && viewer.inspect().time > 0.2")
    press("Space")
    viewer.wait("!viewer.inspect().playing")
    press("Home")
    for _ in range(3):
        press("ArrowRight")
    assert viewer.inspect()["frame"] == 3
    press("ArrowLeft")
    assert viewer.inspect()["frame"] == 2
    press("Shift+ArrowRight")
    assert viewer.inspect()["time"] == pytest.approx(1.08)
    press("End")
    assert viewer.inspect()["time"] == 4
    for key, name in (("n", "names"), ("s", "skeleton"), ("l", "repeat"), ("f", "follow")):
        before = viewer.inspect()[name]
        press(key)
        assert viewer.inspect()[name] is not before
    # After a click on a switch, the space bar plays.
    viewer.page.get_by_role("button", name="Joint names").click()
    press("Space")
    viewer.wait("viewer.inspect().playing")


def test_orbiting_turns_all_panes_and_reset_turns_them_back(show: Show, tmp_path: Path) -> None:
    viewer = show(write_results(tmp_path / "one", actors=1, outputs=("MAIN_GLB", "MOTION_DATA")))
    before = {kind: viewer.image(viewer.pane(kind)) for kind in ("glb", "motion")}
    box = viewer.pane("glb").bounding_box()
    assert box
    viewer.page.mouse.move(box["x"] + 200, box["y"] + 200)
    viewer.page.mouse.down()
    viewer.page.mouse.move(box["x"] + 320, box["y"] + 180, steps=4)
    viewer.page.mouse.up()
    viewer.settle()
    for kind, image in before.items():
        assert changed_pixels(image, viewer.image(viewer.pane(kind))) > 500
    turned = viewer.evaluate("viewer.inspect().drawn")
    viewer.page.get_by_role("button", name="GLB", exact=True).click()
    viewer.page.get_by_role("button", name="GLB", exact=True).click()
    viewer.wait(f"viewer.inspect().drawn > {turned} && viewer.inspect().panes.every((pane) => pane.state === 'ready')")
    viewer.settle()
    # The view that the user has chosen stays.
    assert changed_pixels(before["motion"], viewer.image(viewer.pane("motion"))) > 500
    viewer.page.get_by_role("button", name="Reset view").click()
    viewer.settle()
    assert changed_pixels(before["motion"], viewer.image(viewer.pane("motion"))) == 0


def test_camera_follows_actors_on_request(show: Show, tmp_path: Path) -> None:
    viewer = show(write_results(tmp_path / "one", actors=1, outputs=("MOTION_DATA",)))
    middles = {}
    for following in (True, False):
        viewer.run(f"viewer.setFollow({str(following).lower()}); viewer.seek(0)")
        viewer.settle()
        places = []
        for time in (0, 1.5, 3):
            viewer.seek(time)
            box = box_of_colour(viewer.image(), blue=True)
            assert box
            places.append((box[0] + box[2]) / 2)
        middles[following] = max(places) - min(places)
    assert middles[True] < 60 < middles[False]
