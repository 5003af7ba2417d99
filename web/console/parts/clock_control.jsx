// The clock of the sandbox, and buttons that move it.
import { useState } from "preact/hooks";

import { utc } from "../format.js";
import { useConsole, useNow } from "./context.js";

const STEPS = [[10, "10 s"], [60, "1 min"], [3600, "1 h"], [86_400, "1 day"]];
const RATES = [1, 10, 60, 600];

export function ClockControl() {
  const { api, store } = useConsole();
  const now = useNow();
  const [seconds, setSeconds] = useState("300");
  const { rate, speed } = store.clock;
  const change = (document) => store.attempt(() => api.send("POST", "clock", document));
  const advance = (event) => {
    event.preventDefault();
    change({ advance: Number(seconds) });
  };
  return (
    <div class="clock">
      <button type="button" popovertarget="clock" aria-label={`Clock: ${utc(now)}, ${modeOf(rate, speed)}`}>
        <time class="mono">{utc(now)}</time> <span class="tag">{modeOf(rate, speed)}</span> <span class="dim" aria-hidden="true">▾</span>
      </button>
      <section id="clock" popover="auto" aria-label="Clock">
        <h2>Clock of the sandbox</h2>
        <p>{explain(rate, speed)}</p>
        <div class="actions" role="group" aria-label="Advance the clock">
          {STEPS.map(([step, text]) => (
            <button type="button" key={step} onClick={() => change({ advance: step })}>+{text}</button>
          ))}
        </div>
        <form class="actions" onSubmit={advance}>
          <label>Seconds <input type="number" min="0" step="any" required value={seconds} onInput={(event) => setSeconds(event.currentTarget.value)} /></label>
          <button type="submit">Advance</button>
        </form>
        {rate > 0 && (
          <div class="actions" role="group" aria-label="Speed of the clock">
            {RATES.map((each) => (
              <button type="button" key={each} aria-pressed={each === rate} onClick={() => change({ rate: each })}>{each}×</button>
            ))}
          </div>
        )}
      </section>
    </div>
  );
}

/** Return what moves the clock, in a word. */
function modeOf(rate, speed) {
  if (speed === null) return "instant";
  return rate === 0 ? "manual" : `${rate}×`;
}

function explain(rate, speed) {
  if (speed === null) return "Instant: each request is a millisecond later, and jobs are finished by the next request.";
  if (rate === 0) return "Manual: it moves only when it is advanced.";
  const pace = rate === 1 ? "It follows real time." : `It runs ${rate} times as fast as real time.`;
  return speed === 1 ? pace : `${pace} Jobs are ${speed} times as fast as on the platform.`;
}
