// The results of a finished job, in the viewer. It is loaded when it is needed.
import { useEffect, useRef, useState } from "preact/hooks";

/** Sources that are open at first. */
const OPEN = 2;

export function Viewer({ job }) {
  const container = useRef(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    let viewer = null;
    let isGone = false;
    import("./viewer.js").then(
      ({ createViewer }) => {
        if (isGone) return;
        const sources = sourcesOf(job);
        viewer = createViewer(container.current, { sources, autoplay: false });
        // The motion and one video are open at first; on small screens, more would be tiny.
        for (let index = OPEN; index < sources.length; index++) viewer.toggleSource(String(index));
      },
      () => setProblem("The viewer cannot be loaded: is the sandbox still running?"),
    );
    return () => {
      isGone = true;
      viewer?.dispose();
    };
  }, [job.id]);
  if (problem) return <p class="problem" role="alert">{problem}</p>;
  return <div class="viewer" ref={container} role="group" aria-label="Results" />;
}

/** What the viewer can play: the motion, which every output of the job shows, and its videos. */
function sourcesOf({ motion_url: url, outputs }) {
  const videos = outputs.filter(({ type }) => type === ".mp4");
  return [
    { name: "motion.glb", kind: "glb", url },
    ...videos.map((file) => ({ name: `${file.output.toLowerCase()}${file.type}`, kind: "video", url: file.url })),
  ];
}
