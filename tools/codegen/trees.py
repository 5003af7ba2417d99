"""Changes to syntax trees that are independent of the Move API."""

import ast
import json
import re
import textwrap
from collections.abc import Mapping

from graphql import (
    ExecutableDefinitionNode,
    VariableDefinitionNode,
    parse,
    print_ast,
    strip_ignored_characters,
)
from pydantic.alias_generators import to_camel

_DOCSTRING_WIDTH = 120


def classes(module: ast.Module) -> list[ast.ClassDef]:
    return [node for node in module.body if isinstance(node, ast.ClassDef)]


def import_from(module: str, *names: str, level: int = 0) -> ast.ImportFrom:
    return ast.ImportFrom(module, [ast.alias(name) for name in names], level=level)


def document(class_def: ast.ClassDef, after: ast.stmt | None, text: str | None) -> None:
    """Insert a docstring after a statement of a class, or at the start of the class."""
    if text:
        index = class_def.body.index(after) + 1 if after else 0
        class_def.body.insert(index, ast.Expr(ast.Constant(text)))


def with_attributes(text: str | None, descriptions: Mapping[str, str | None]) -> str | None:
    """Add the fields of a model to its docstring: `help()` does not show the strings after them."""
    if not text:
        return None
    fields = [
        textwrap.fill(
            f"{name}: {description}",
            _DOCSTRING_WIDTH,
            initial_indent=" " * 8,
            subsequent_indent=" " * 12,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for name, description in descriptions.items()
        if description
    ]
    if not fields:
        return text
    return "\n".join([text, "", "    Attributes:", *fields, "    "])


def graphql_name(field: ast.AnnAssign) -> str:
    """Return the name of the GraphQL field of a model's field."""
    assert isinstance(field.target, ast.Name)
    if isinstance(field.value, ast.Call):
        for keyword in field.value.keywords:
            if keyword.arg == "alias" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return to_camel(field.target.id)


def rename(tree: ast.AST, old: str, new: str) -> None:
    """Rename all occurrences of a name, quoted or unquoted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if node.id == old:
                node.id = new
            elif node.id == f'"{old}"':
                node.id = f'"{new}"'


def quoted_names(*trees: ast.AST) -> set[str]:
    """Return the quoted names, without their quotes."""
    names = (node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {name.strip('"') for name in names if name.startswith('"')}


def drop(module: ast.Module, name: str) -> None:
    """Remove the statement of a module that defines a name."""
    module.body = [node for node in module.body if getattr(node, "name", None) != name]


def replace_aliases(module: ast.Module) -> None:
    """Replace each empty subclass and each alias with its target."""
    aliases: dict[str, str] = {}
    kept: list[ast.stmt] = []
    for node in module.body:
        match node:
            case ast.ClassDef(name=name, bases=[ast.Name(id=base)], body=[ast.Pass()]):
                aliases[name] = base
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=base)):
                aliases[name] = base
            case _:
                kept.append(node)
    module.body = kept
    for old, new in aliases.items():
        rename(module, old, new)


class _SingleUnion(ast.NodeTransformer):
    """Replaces `Optional[Union[X,]]` with `Known[X]`, and any other `Union[X,]` with `X`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(
                value=ast.Name(id="Optional"),
                slice=ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=[only])),
            ):
                return ast.Subscript(ast.Name("Known"), only)
            case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=[only])):
                return only
            case _:
                self.generic_visit(node)
                return node


class _LenientList(ast.NodeTransformer):
    """Replaces `list[Optional[X]]` and `list[Known[X]]` with `Items[X]`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(
                value=ast.Name(id="list"),
                slice=ast.Subscript(value=ast.Name(id="Optional" | "Known"), slice=item),
            ):
                return ast.Subscript(ast.Name("Items"), item)
            case _:
                self.generic_visit(node)
                return node


def make_lenient(module: ast.Module) -> None:
    """Replace unions and lists with types that omit unknown values."""
    _SingleUnion().visit(module)
    _LenientList().visit(module)


def optional_arguments(
    arguments: ast.arguments, variable_definitions: tuple[VariableDefinitionNode, ...]
) -> ast.arguments:
    """Return arguments in which optional variables have the default None, and `call_options` replaces `**kwargs`."""
    defaulted = {definition.variable.name.value for definition in variable_definitions if definition.default_value}
    unset = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    required = [arguments.args[0]]
    optional: list[ast.arg] = []
    for argument in arguments.args[1:]:
        annotation = argument.annotation
        assert annotation
        if argument in unset:
            assert isinstance(annotation, ast.Subscript)
            assert isinstance(annotation.slice, ast.Tuple)
            argument.annotation = annotation.slice.elts[0]
            optional.append(argument)
        elif to_camel(argument.arg) in defaulted:
            argument.annotation = ast.Subscript(ast.Name("Optional"), annotation)
            optional.append(argument)
        else:
            required.append(argument)
    return ast.arguments(
        posonlyargs=[],
        args=required + optional,
        kwonlyargs=[ast.arg("call_options", ast.Subscript(ast.Name("Optional"), ast.Name("CallOptions")))],
        kw_defaults=[ast.Constant(None)],
        defaults=[ast.Constant(None) for _ in optional],
    )


def send_as_strings(arguments: ast.arguments, variables: ast.AnnAssign, names: list[str]) -> None:
    """Replace the serialised values of some variables with the plain strings."""
    assert isinstance(variables.value, ast.Dict)
    for index, (key, value) in enumerate(zip(variables.value.keys, variables.value.values, strict=True)):
        match key, value:
            case ast.Constant(value=str(name)), ast.Call(args=[ast.Name(id=argument) as plain]) if name in names:
                variables.value.values[index] = plain
                annotations = (a.annotation for a in arguments.args if a.arg == argument and a.annotation)
                for annotation in annotations:
                    rename(annotation, "AwsJson", "str")
            case _:
                pass


def without_directive(document: str, directive: str) -> str:
    """Remove a directive that only the generator supports from the fragments of a document."""
    tree = parse(document)
    for definition in tree.definitions:
        assert isinstance(definition, ExecutableDefinitionNode)
        definition.directives = tuple(d for d in definition.directives if d.name.value != directive)
    return print_ast(tree)


def constant_name(operation: str) -> str:
    """Return `GET_JOB` for `getJob`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).upper()


def operation_constant(name: str, *, idempotent: bool) -> ast.Assign:
    """Return `GET_JOB = Operation(name=…, document=…, idempotent=…)` with a placeholder for the document."""
    call = ast.Call(
        func=ast.Name("Operation"),
        args=[],
        keywords=[
            ast.keyword("name", ast.Constant(name)),
            ast.keyword("document", ast.Constant(_placeholder(name))),
            ast.keyword("idempotent", ast.Constant(idempotent)),
        ],
    )
    return ast.Assign(targets=[ast.Name(constant_name(name))], value=call)


def document_literal(name: str, document: str) -> tuple[str, str]:
    """Return the literal of an operation's placeholder, and the literal of its document.

    The document has no unnecessary whitespace, since every request contains it.
    """
    return f'"{_placeholder(name)}"', json.dumps(strip_ignored_characters(document))


def _placeholder(name: str) -> str:
    # Longer than a line, so that the code around it is formatted as with the document.
    return f"document of {name}".ljust(100, ".")
