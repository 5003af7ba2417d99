// Lists of objects.
import { EmptyState } from "./empty_state.jsx";

/**
 * A table with one row for each item.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {{ title: string, from?: "medium" | "wide", number?: boolean, cell: (item: any) => any }[]} props.columns `from`: the smallest
 *   screen that shows the column; the details have its values.
 * @param {any[]} props.items
 * @param {(item: any) => string | number} props.keyOf
 * @param {number} [props.total] Number of items that exist.
 * @param {any} props.empty What to show without items.
 */
export function Table({ label, columns, items, keyOf, total = items.length, empty }) {
  if (!items.length) return <EmptyState>{empty}</EmptyState>;
  return (
    <>
      <table aria-label={label}>
        <thead>
          <tr>{columns.map(({ title, ...column }) => <th key={title} scope="col" class={classOf(column)}>{title}</th>)}</tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map(({ title, cell, ...column }) => <td key={title} class={classOf(column)}>{cell(item)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {total > items.length && <p class="note">The newest {items.length} of {total} are shown.</p>}
    </>
  );
}

function classOf({ from, number }) {
  return [from, number && "number"].filter(Boolean).join(" ");
}
