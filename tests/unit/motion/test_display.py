"""What people look at: plots, and animations in notebooks."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from move_ugc_async import MoveInvalidRequestError, motion
from tests.support.motion_files import archive, document, encode

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _no_display() -> Iterator[None]:
    mpl.use("Agg")
    yield
    plt.close("all")


def read_one(source: Any) -> motion.Motion:
    (only,) = motion.read(encode(source))
    return only


def test_plot_draws_paths_and_the_skeleton() -> None:
    whole = read_one(document(30))
    axes: Any = whole.plot(joints=["Left_wrist", "Neck"])
    lines = {line.get_label(): np.array(line.get_data_3d()).T for line in axes.get_lines()}
    assert np.array_equal(lines["Left_wrist"], whole.positions[:, whole.index("Left_wrist")])
    assert np.array_equal(lines["Neck"], whole.positions[:, whole.index("Neck")])
    # 17 bones and two paths.
    assert len(axes.get_lines()) == 19
    assert [axes.get_xlabel(), axes.get_ylabel(), axes.get_zlabel()] == ["x (m)", "y (m)", "z (m)"]
    axes.figure.canvas.draw()


@pytest.mark.parametrize("name", ["Root", "a joint with a long name"])
@pytest.mark.parametrize("direction", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_everything_in_a_plot_is_inside_the_figure(name: str, direction: tuple[int, int, int]) -> None:
    frames = [
        {"timestamp": each, "joint_data": {name: {"position": [each * way for way in direction]}}} for each in range(4)
    ]
    axes: Any = read_one({"mocap_data": frames}).plot()
    figure = axes.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    for artist in (figure.legends[0], axes.title, axes.xaxis.label, axes.yaxis.label, axes.zaxis.label):
        x0, y0, x1, y1 = artist.get_window_extent(renderer).extents
        assert 0 <= x0 < x1 <= figure.bbox.width, artist
        assert 0 <= y0 < y1 <= figure.bbox.height, artist
    legend, label = figure.legends[0].get_window_extent(renderer), axes.zaxis.label.get_window_extent(renderer)
    assert not legend.overlaps(label)


def test_plot_into_given_axes_has_a_legend_of_its_own() -> None:
    given: Any = plt.figure().add_subplot(projection="3d")
    legend: Any = read_one(document(3)).plot(axes=given).get_legend()
    assert "Root" in [text.get_text() for text in legend.get_texts()]


def test_plot_of_a_y_up_motion_is_upright() -> None:
    whole = read_one(document(5)).to_y_up()
    axes: Any = whole.plot(joints="Root")
    (path,) = (line for line in axes.get_lines() if line.get_label() == "Root")
    assert np.array_equal(path.get_data_3d()[2], whole.positions[:, 0, 1])
    assert [axes.get_xlabel(), axes.get_ylabel(), axes.get_zlabel()] == ["z (m)", "x (m)", "y (m)"]


def test_plot_uses_the_given_axes_and_joints_that_exist() -> None:
    from matplotlib.figure import Figure

    source = {"mocap_data": [{"timestamp": 0, "joint_data": {"Thumb": {"position": [1, 2, 3]}}}]}
    axes: Any = Figure().add_subplot(projection="3d")
    assert read_one(source).plot(axes=axes) is axes
    assert [line.get_label() for line in axes.get_lines()] == ["Thumb"]
    with pytest.raises(MoveInvalidRequestError, match="joint must be one of the motion; got 'Nose'"):
        read_one(source).plot(joints=["Nose"])


def shapes(html: str) -> list[list[np.ndarray]]:
    """Return the places in each frame of each path: (bones, 2, 2)."""
    image = ET.fromstring(html).find(f"{SVG}svg")
    assert image is not None
    found: list[list[np.ndarray]] = []
    for path in image.iter(f"{SVG}path"):
        animation = path.find(f"{SVG}animate")
        assert animation is not None
        frames = animation.attrib["values"].split(";")
        assert frames[0] == path.attrib["d"]
        found.append([np.array(re.findall(r"-?[\d.]+", each), float).reshape(-1, 2, 2) for each in frames])
    return found


def test_notebook_shows_an_animation_that_moves_upright_inside_its_image() -> None:
    html = read_one(document(121))._repr_html_()
    ((*frames,),) = shapes(html)
    assert len(frames) == 31
    assert frames[0].shape == (17, 2, 2)
    assert not np.array_equal(frames[0], frames[1])
    image = ET.fromstring(html).find(f"{SVG}svg")
    assert image is not None
    size = np.array([image.attrib["width"], image.attrib["height"]], float)
    assert (np.array(frames) >= 0).all()
    assert (np.array(frames) <= size).all()
    # In the sample, later joints are lower; y grows downwards.
    assert frames[0][-1, 0, 1] > frames[0][0, 0, 1]
    assert "2.00 s, 121 frames at 60 fps, 18 joints" in html
    assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|url\(", html)


def test_y_up_motion_is_shown_like_a_z_up_motion() -> None:
    whole = read_one(document(10))
    assert np.allclose(shapes(whole.to_y_up()._repr_html_())[0], shapes(whole._repr_html_())[0], atol=0.11)


def test_all_actors_share_an_animation_and_its_clock() -> None:
    late = document(31)
    for frame in late["mocap_data"]:
        frame["timestamp"] = float(frame["timestamp"]) + 0.5
    actors = motion.read(archive({"a&b.json": document(31), "<c>.json": late}))
    html = actors._repr_html_()
    late_frames, frames = shapes(html)
    assert len(frames) == len(late_frames) == 16
    assert np.array_equal(frames[8], frames[-1])
    assert np.array_equal(late_frames[0], late_frames[7])
    assert "a&amp;b: 0.50 s" in html
    assert "&lt;c&gt;: 0.50 s" in html
    assert len(set(re.findall(r'stroke="(#\w+)"', html))) == 2
    assert motion.Motions()._repr_html_() == "<p>no motion</p>"


def test_animation_of_a_long_motion_is_short_and_small() -> None:
    source = {"mocap_data": [{**frame, "timestamp": number} for number, frame in enumerate(document(40)["mocap_data"])]}
    html = read_one(source)._repr_html_()
    assert len(shapes(html)[0]) == 151
    assert len(html) < 100_000


def test_motion_with_missing_joints_is_shown() -> None:
    source = document(20)
    for frame in source["mocap_data"][5:]:
        del frame["joint_data"]["Neck"]
    assert len(shapes(read_one(source)._repr_html_())[0]) == 5
    for frame in source["mocap_data"]:
        frame["joint_data"] = {"Root": {"position": [None, None, None]}}
    assert read_one(source)._repr_html_().startswith("<figcaption>")


@pytest.mark.parametrize("names", [["$a_{$", "_hidden"], ["a$b", "$$"], [r"\\$x$", "_$y$"]])
def test_plot_shows_any_names_as_text(names: list[str]) -> None:
    frames = [
        {"timestamp": each, "joint_data": {name: {"position": [each, 1, 2]} for name in names}} for each in (0, 1)
    ]
    (only,) = motion.read(archive({"$_{$.json": {"mocap_data": frames}}))
    axes: Any = only.plot()
    axes.figure.canvas.draw()
    shown = [text._preprocess_math(text.get_text()) for text in [*axes.figure.legends[0].get_texts(), axes.title]]
    assert [text.strip() for text, _ in shown] == [*names, "$_{$ 1.0 s, 1 fps"]
    assert not any(is_math for _, is_math in shown)


@pytest.mark.parametrize("joints", [[], (), 3, iter([])])
def test_plot_without_joints_is_refused(joints: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="joints must be one or more names; got"):
        read_one(document(1)).plot(joints=joints)


def test_plot_into_flat_axes_is_refused() -> None:
    flat: Any = plt.figure().add_subplot()
    with pytest.raises(MoveInvalidRequestError, match='axes must have projection="3d"; got Axes'):
        read_one(document(1)).plot(axes=flat)


MISSING: dict[str, list[float | None]] = {"all": [None, None, None], "height": [0, 0, None], "place": [None, None, 0]}


@pytest.mark.parametrize("case", MISSING)
def test_motion_without_any_whole_position_is_shown_without_a_skeleton(case: str) -> None:
    position = {"position": MISSING[case]}
    only = read_one({"mocap_data": [{"timestamp": 0, "joint_data": {"Root": position, "Neck": position}}]})
    assert only._repr_html_().startswith("<figcaption>")
    only.plot().figure.canvas.draw()


def test_bones_of_missing_joints_are_outside_of_the_image() -> None:
    source = document(20)
    source["mocap_data"][4]["joint_data"]["Neck"]["position"] = [None, 1, 2]
    for frame in source["mocap_data"]:
        del frame["joint_data"]["Left_toe"]["position"][2:]
        frame["joint_data"]["Left_toe"]["position"] += [None]
    (frames,) = shapes(read_one(source)._repr_html_())
    assert frames[0].shape == (16, 2, 2)
    outside = [(each < 0).all(axis=(1, 2)).sum() for each in frames]
    assert outside == [0, 1, 0, 0, 0]
    assert all((each < 0).any(axis=(1, 2)).sum() == hidden for each, hidden in zip(frames, outside, strict=True))
