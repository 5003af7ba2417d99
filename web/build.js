// Bundle the viewer into the folder that the Python package ships. The same sources always result in the same bytes.
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(web, "..", "src", "move_ugc_async", "viewer", "static");

await mkdir(target, { recursive: true });
await build({
  absWorkingDir: web,
  entryPoints: ["src/index.js"],
  outfile: join(target, "viewer.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  // Styles are adopted by the component's shadow root, which a strict Content-Security-Policy allows.
  loader: { ".css": "text" },
  legalComments: "none",
  banner: { js: "// Built by `make web-assets` from web/. Contains three.js: see LICENSE-three.txt." },
  // Keeps the lines of diffs readable.
  lineLimit: 160,
  logLevel: "warning",
});
for (const name of ["index.html", "page.css", "page.js"]) await copyFile(join(web, name), join(target, name));
await copyFile(join(web, "node_modules", "three", "LICENSE"), join(target, "LICENSE-three.txt"));
