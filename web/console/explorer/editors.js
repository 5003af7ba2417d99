// Editors for GraphQL and JSON.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { graphql } from "cm6-graphql";

const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.definitionKeyword, tags.bool, tags.null], class: "t-keyword" },
    { tag: [tags.propertyName, tags.attributeName], class: "t-name" },
    { tag: [tags.string], class: "t-string" },
    { tag: [tags.number, tags.integer, tags.float], class: "t-number" },
    { tag: [tags.typeName, tags.variableName, tags.special(tags.variableName), tags.atom], class: "t-type" },
    { tag: [tags.comment, tags.lineComment], class: "t-comment" },
  ]),
);
const EDITING = [
  history(),
  drawSelection(),
  indentUnit.of("  "),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion(),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
];

/** Create an editor for GraphQL documents, with completion and errors from a schema. */
export function graphqlEditor({ schema, ...options }) {
  return editor([graphql(schema), ...EDITING], options);
}

/** Create an editor for JSON. */
export function jsonEditor(options) {
  const parse = jsonParseLinter();
  return editor([json(), linter((view) => (view.state.doc.toString().trim() ? parse(view) : [])), ...EDITING], options);
}

/** Create a view of JSON that cannot be changed. */
export function resultEditor(options) {
  return editor([json(), EditorState.readOnly.of(true), foldGutter(), keymap.of([...defaultKeymap, ...foldKeymap])], options);
}

function editor(extensions, { root, parent, label, text = "", onRun = () => {}, onChange = () => {} }) {
  const run = () => {
    onRun();
    return true;
  };
  return new EditorView({
    root,
    parent,
    doc: text,
    extensions: [
      keymap.of([{ key: "Mod-Enter", run }]),
      lineNumbers(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
      COLOURS,
      ...extensions,
    ],
  });
}
