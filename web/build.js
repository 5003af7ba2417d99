// Bundle the viewer and the console into the folders that the Python package ships. The same sources always result in the
// same bytes.
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(web, "..", "src", "move_ugc_async");
const viewer = join(target, "viewer", "static");
const console = join(target, "sandbox", "console", "static");

const options = {
  absWorkingDir: web,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  // Keeps the lines of diffs readable.
  lineLimit: 160,
  logLevel: "warning",
  metafile: true,
};

await mkdir(viewer, { recursive: true });
await build({
  ...options,
  entryPoints: ["src/index.js"],
  outfile: join(viewer, "viewer.js"),
  // Styles are adopted by the component's shadow root, which a strict Content-Security-Policy allows.
  loader: { ".css": "text" },
  banner: { js: "// Built by `make web-assets` from web/. Contains three.js: see LICENSE-three.txt." },
});
for (const name of ["index.html", "page.css", "page.js"]) await copyFile(join(web, name), join(viewer, name));
await copyFile(join(web, "node_modules", "three", "LICENSE"), join(viewer, "LICENSE-three.txt"));

await mkdir(console, { recursive: true });
const banner = "Built by `make web-assets` from web/. Contains packages whose licenses are in LICENSE-console.txt.";
const pages = await build({
  ...options,
  entryPoints: { console: "console/index.jsx" },
  outdir: console,
  jsx: "automatic",
  jsxImportSource: "preact",
  // Loaded when they are needed; the viewer is the one of the package, so that three.js is shipped once.
  external: ["./explorer.js", "./viewer.js"],
  banner: { js: `// ${banner}` },
});
const styles = await build({ ...options, entryPoints: ["console/console.css"], outdir: console, target: ["chrome123", "firefox120", "safari17.5"] });
const explorer = await build({
  ...options,
  entryPoints: { explorer: "console/explorer/index.js" },
  outdir: console,
  loader: { ".css": "text" },
  banner: { js: `// ${banner}` },
});
await copyFile(join(web, "console", "index.html"), join(console, "index.html"));
await writeFile(join(console, "LICENSE-console.txt"), await licenses([pages, styles, explorer]));

/** Return the license texts of all packages in some bundles. */
async function licenses(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const names = new Set(inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []));
  const texts = await Promise.all(
    [...names].sort().map(async (name) => {
      const folder = join(web, "node_modules", name);
      const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
      return `${name}\n${"-".repeat(name.length)}\n${(await readFile(join(folder, file), "utf8")).replace(/\r\n/g, "\n").trim()}\n`;
    }),
  );
  return texts.join("\n\n");
}
