// The operations of a document.
import { Kind, parse } from "graphql";

/** Return the names of the operations, or null while the document is malformed. @returns {string[] | null} */
export function namesOf(text) {
  try {
    return parse(text).definitions.filter(({ kind, name }) => kind === Kind.OPERATION_DEFINITION && name).map(({ name }) => name.value);
  } catch {
    return null;
  }
}
