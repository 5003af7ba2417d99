// The bar below the stage: playback, position, speed, switches and actors.
import { element, icon } from "../dom.js";
import { formatTime } from "../frames.js";
import { leaveAfterPointer } from "./keyboard.js";

const SPEEDS = [0.1, 0.25, 0.5, 1, 1.5, 2];

/** Controls that call an action, and show the state of a viewer. */
export class Toolbar {
  /** @param {import("../viewer.js").Actions} actions */
  constructor(actions) {
    this.play = button("play", "Play", "Space", () => actions.toggle());
    this.scrubber = element("input", { type: "range", className: "scrubber", min: "0", max: "0", step: "any", value: "0", "aria-label": "Position" });
    this.scrubber.addEventListener("input", () => actions.seek(Number(this.scrubber.value)));
    this.time = element("span", { className: "time", role: "timer", "aria-label": "Time" });
    this.frame = element("span", { className: "frame" });
    this.speed = element(
      "select",
      { "aria-label": "Speed", title: "Speed" },
      ...SPEEDS.map((speed) => element("option", { value: String(speed), selected: speed === 1 }, `${speed}×`)),
    );
    this.speed.addEventListener("change", () => actions.setSpeed(Number(this.speed.value)));
    leaveAfterPointer(this.speed, () => actions.focus());
    this.switches = {
      repeat: toggle("repeat", "Repeat", "L", (on) => actions.setRepeat(on)),
      skeleton: toggle("skeleton", "Skeleton", "S", (on) => actions.setSkeleton(on)),
      names: toggle("names", "Joint names", "N", (on) => actions.setNames(on)),
      follow: toggle("follow", "Follow", "F", (on) => actions.setFollow(on)),
    };
    this.legend = element("ul", { className: "legend", "aria-label": "Actors" });
    const { repeat, skeleton, names, follow } = this.switches;
    this.element = element(
      "div",
      { className: "toolbar", role: "group", "aria-label": "Playback" },
      element(
        "div",
        { className: "row" },
        button("back", "Previous frame", "←", () => actions.step(-1)),
        this.play,
        button("forward", "Next frame", "→", () => actions.step(1)),
        this.scrubber,
        element("span", { className: "readout" }, this.time, this.frame),
      ),
      element(
        "div",
        { className: "row" },
        this.legend,
        element("span", { className: "space" }),
        this.speed,
        repeat,
        skeleton,
        names,
        follow,
        button("reset", "Reset view", "R", () => actions.resetView(), "Reset view"),
      ),
    );
  }

  /** Show the passage of time. @param {{ time: number, duration: number, frame: number, frames: number }} state */
  showTime({ time, duration, frame, frames }) {
    const text = `${formatTime(time)} / ${formatTime(duration)}`;
    if (this.time.textContent !== text) this.time.textContent = text;
    const position = frames ? `frame ${frame + 1} of ${frames}` : "";
    if (this.frame.textContent !== position) this.frame.textContent = position;
    this.scrubber.max = String(duration);
    this.scrubber.value = String(time);
    this.scrubber.style.setProperty("--progress", `${duration ? (100 * time) / duration : 0}%`);
    this.scrubber.setAttribute("aria-valuetext", [formatTime(time), position].filter(Boolean).join(", "));
  }

  /** Show what was switched. @param {{ playing: boolean, speed: number } & Record<string, boolean>} state */
  showState(state) {
    this.play.replaceChildren(icon(state.playing ? "pause" : "play"));
    label(this.play, state.playing ? "Pause" : "Play", "Space");
    const speed = String(state.speed);
    if (![...this.speed.options].some(({ value }) => value === speed)) this.speed.add(new Option(`${speed}×`, speed));
    this.speed.value = speed;
    for (const [name, each] of Object.entries(this.switches)) each.setAttribute("aria-pressed", String(state[name]));
  }

  /** @param {{ name: string, colour: string }[]} actors */
  showActors(actors) {
    this.legend.replaceChildren(
      ...actors.map(({ name, colour }) => {
        const dot = element("span", { className: "dot" });
        dot.style.background = colour;
        return element("li", {}, dot, name);
      }),
    );
  }
}

function label(target, name, key) {
  target.setAttribute("aria-label", name);
  target.title = `${name} (${key})`;
}

function button(shape, name, key, action, text = "") {
  const created = element("button", { type: "button" }, icon(shape), text);
  label(created, name, key);
  created.addEventListener("click", action);
  return created;
}

function toggle(shape, name, key, action) {
  const created = button(shape, name, key, () => action(created.getAttribute("aria-pressed") !== "true"), name);
  created.setAttribute("aria-pressed", "false");
  created.className = "toggle";
  return created;
}
