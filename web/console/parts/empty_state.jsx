// What to do when there is nothing to show.
import { useConsole } from "./context.js";
import { Snippet } from "./snippet.jsx";

export function EmptyState({ children }) {
  return <div class="empty">{children}</div>;
}

/** An empty list that the SDK fills: why it is empty, and code that adds an object. */
export function EmptyList({ title, code }) {
  const { api, store } = useConsole();
  return (
    <>
      <h2>{title}</h2>
      <p>Objects that a client creates appear here at once. For example:</p>
      <Snippet label="Python" text={program(store.sections.sandbox.endpoint_url, api.key, code)} />
    </>
  );
}

/** Return a program that runs lines of code with a client of this sandbox. */
export function program(endpoint, key, code) {
  const lines = code.map((line) => `        ${line}`).join("\n");
  return `import asyncio

from move_ugc_async import AsyncMoveUgc, SourceIn


async def main() -> None:
    async with AsyncMoveUgc("${key}", endpoint_url="${endpoint}") as client:
${lines}


asyncio.run(main())
`;
}
