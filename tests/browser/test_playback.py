"""Playback of motion and video."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.results import FRAMES, RATE, write_results
from tests.browser.viewer_page import STAGE, ViewerPage, box_of_colour, changed_pixels

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
    # It must not have come back to the start.
    viewer.page.get_by_role("button", name="Repeat").click()
    viewer.page.get_by_role("button", name="Play").click()
    pause = f"{STAGE}.querySelector('button[aria-label=Pause]')"
    viewer.run_once("viewer.inspect().time > 1", f"{pause}.click()")
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
    video = f"{STAGE}.querySelector('video')"
    # From here on, the video would be sought instead, as on a machine that is too slow for a moment.
    viewer.wait(f"viewer.inspect().time > 1.5 && Math.abs({video}.currentTime - viewer.inspect().time) < 0.25")
    assert viewer.evaluate(f"{video}.playbackRate") == float(speed)
    viewer.run("viewer.pause()")
    viewer.settle()
    assert viewer.video_time() == pytest.approx(viewer.inspect()["time"], abs=1 / RATE)


def test_second_video_catches_up_with_the_first(show: Show, results: Path, tmp_path: Path) -> None:
    for name in ("render_overlay_video.mp4", "render_video.mp4"):
        shutil.copy(results / "render_video.mp4", tmp_path / name)
    viewer = show(tmp_path)
    videos = f"{STAGE}.querySelectorAll('video')"

    def set_drift(seconds: float) -> None:
        """Let the second video claim to be off by so many seconds, however fast it plays."""
        viewer.run(
            f"const [first, second] = {videos}; Object.defineProperty(second, 'currentTime', "
            f"{{ configurable: true, get: () => viewer.inspect().time + {seconds}, set() {{}} }})"
        )

    viewer.run("viewer.setSpeed(0.5); viewer.play()")
    for drift, rate in ((-0.1, 0.625), (0.1, 0.4), (0, 0.5)):
        set_drift(drift)
        viewer.wait(f"{videos}[1].playbackRate === {rate}")
    assert viewer.evaluate(f"{videos}[0].playbackRate") == 0.5


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


def test_space_bar_plays_after_a_list_or_the_scrubber_was_used_with_the_mouse(show: Show, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_results(tmp_path / "jobs" / name, actors=1, outputs=("MOTION_DATA",))
    viewer = show(tmp_path / "jobs")
    press = viewer.page.keyboard.press
    speed, result = viewer.page.get_by_label("Speed"), viewer.page.get_by_label("Result")

    def check_space() -> None:
        for playing in (True, False):
            press("Space")
            assert viewer.inspect()["playing"] is playing
        assert viewer.evaluate(f"{STAGE}.querySelector('select:open')") is None

    # Nothing is chosen: the list keeps the focus.
    speed.click()
    press("Escape")
    check_space()
    for choice, value in ((speed, "0.5"), (result, "second")):
        choice.click()
        press("Escape")
        choice.select_option(value)
        viewer.settle()
        check_space()
        before = viewer.inspect()
        press("ArrowRight")
        assert (viewer.inspect()["frame"], viewer.inspect()["speed"]) == (before["frame"] + 1, before["speed"])
        press("Home")
    viewer.page.get_by_role("slider", name="Position").click()
    check_space()
    # With keys, a list is used as everywhere.
    speed.focus()
    press("ArrowDown")
    press("ArrowDown")
    assert viewer.inspect()["speed"] == 1.5


def test_settled_viewer_has_loaded_the_result_that_was_chosen(show: Show, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_results(tmp_path / "jobs" / name, actors=1, outputs=("MOTION_DATA",))
    viewer = show(tmp_path / "jobs")
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    viewer.page.context.new_cdp_session(viewer.page).send("Network.emulateNetworkConditions", slow)
    viewer.page.get_by_label("Result").select_option("second")
    viewer.settle()
    assert viewer.inspect()["frames"] == FRAMES


def test_space_bar_writes_into_text_fields_of_the_page(show: Show, results: Path) -> None:
    viewer = show(results / "motion_data.zip")
    viewer.run("document.body.append(document.createElement('textarea'), document.createElement('input'))")
    for field in ("textarea", "body > input"):
        viewer.page.locator(field).focus()
        viewer.page.keyboard.type("a sn")
        assert viewer.page.locator(field).input_value() == "a sn"
    state = viewer.inspect()
    assert (state["playing"], state["names"], state["skeleton"]) == (False, False, True)


def test_public_methods_refuse_what_is_no_number_and_change_nothing(show: Show, results: Path) -> None:
    viewer = show(results)
    viewer.seek(1)
    before = viewer.inspect()
    raised = viewer.evaluate(
        """[NaN, undefined, null, "1", {}].flatMap((value) =>
            ["seek", "skip", "step", "setSpeed"].map((name) => {
                try { viewer[name](value); return "none"; } catch (error) { return error.name; }
            })
        )"""
    )
    assert set(raised) == {"TypeError"}
    others = viewer.evaluate(
        """[["setSpeed", Infinity], ["setSpeed", 0], ["setSpeed", -1], ["toggleSource", "9"], ["toggleSource", 0]].map(
            ([name, value]) => {
                try { viewer[name](value); return "none"; } catch (error) { return error.name; }
            }
        )"""
    )
    assert set(others) == {"RangeError"}
    assert viewer.inspect() == before
    calls = {
        "seek(Infinity)": 4,
        "seek(-Infinity)": 0,
        "skip(Infinity)": 4,
        "step(-Infinity)": 0,
        "step(2.9)": 0.08,
        "step(Infinity)": 3.96,
    }
    for call, time in calls.items():
        viewer.run(f"viewer.{call}")
        assert viewer.inspect()["time"] == pytest.approx(time), call
    viewer.run("viewer.setSpeed(3)")
    expect(viewer.page.get_by_label("Speed")).to_have_value("3")


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


def walk(x: float, *, steps: int = 2) -> str:
    """Return a BVH file of a figure that stands beside the origin, and whose root stays there."""
    return f"""HIERARCHY
ROOT Root
{{
 OFFSET 0 0 0
 CHANNELS 3 Zrotation Xrotation Yrotation
 JOINT Hips
 {{
  OFFSET 0 0 0
  CHANNELS 3 Xposition Yposition Zposition
  JOINT Spine
  {{
   OFFSET 0 0.4 0
   CHANNELS 0
   JOINT Neck
   {{
    OFFSET 0 0.4 0
    CHANNELS 0
    End Site
    {{
     OFFSET 0 0.2 0
    }}
   }}
  }}
 }}
}}
MOTION
Frames: {steps}
Frame Time: 1
""" + "\n".join(f"0 0 0 {x + 20 * step} 0.9 0" for step in range(steps))


def test_following_camera_shows_the_actors_of_each_pane(show: Show, tmp_path: Path) -> None:
    for name, x in (("near.bvh", 0), ("far.bvh", 60)):
        (tmp_path / name).write_text(walk(x))
    viewer = show(tmp_path)
    viewer.run("viewer.setFollow(true)")
    for time in (0, 1):
        viewer.seek(time)
        boxes = [
            box_of_colour(viewer.image(pane), blue=blue)
            for pane in viewer.page.locator(".pane").all()
            for blue in (True, False)
        ]
        # The bones from the root, which stays at the origin, are as long as the way from there.
        assert sum(box is not None for box in boxes) == 2, time
    expect(viewer.page.get_by_role("status")).to_have_count(0)


def test_pane_without_a_visible_actor_says_why(show: Show, tmp_path: Path) -> None:
    place = {"Root": {"position": [0, 0, 0.9]}, "Neck": {"position": [0, 0, 1.5]}}
    unknown = {name: {"position": [None, None, None]} for name in place}
    frames = [{"timestamp": number / 10, "joint_data": place if number < 5 else unknown} for number in range(10)]
    (tmp_path / "lost.json").write_text(json.dumps({"mocap_data": frames}))
    viewer = show(tmp_path)
    notice = viewer.page.get_by_role("status")
    for following in (True, False):
        viewer.run(f"viewer.setFollow({str(following).lower()})")
        viewer.seek(0)
        expect(notice).to_be_hidden()
        viewer.seek(0.9)
        expect(notice).to_have_text("The places of the actors are unknown at this time.")
    viewer.seek(0)
    box = viewer.pane("motion").bounding_box()
    assert box
    viewer.page.mouse.move(box["x"] + 200, box["y"] + 200)
    viewer.page.mouse.down(button="right")
    for _ in range(3):
        viewer.page.mouse.move(box["x"] + 2000, box["y"] + 200, steps=3)
    viewer.page.mouse.up(button="right")
    expect(notice).to_have_text("The actors are out of view. “Reset view” shows them.")
    viewer.page.get_by_role("button", name="Reset view").click()
    expect(notice).to_be_hidden()
