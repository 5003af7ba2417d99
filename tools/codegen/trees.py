"""Changes to syntax trees, none of which knows the Move API."""

import ast
import json
import re

from graphql import (
    ExecutableDefinitionNode,
    VariableDefinitionNode,
    parse,
    print_ast,
    strip_ignored_characters,
)
from pydantic.alias_generators import to_camel


def classes(module: ast.Module) -> list[ast.ClassDef]:
    return [node for node in module.body if isinstance(node, ast.ClassDef)]


def import_from(module: str, *names: str, level: int = 0) -> ast.ImportFrom:
    return ast.ImportFrom(module, [ast.alias(name) for name in names], level=level)


def document(class_def: ast.ClassDef, after: ast.stmt | None, text: str | None) -> None:
    """Put a docstring after a statement of the class, or at its head."""
    if text:
        index = class_def.body.index(after) + 1 if after else 0
        class_def.body.insert(index, ast.Expr(ast.Constant(text)))


def graphql_name(field: ast.AnnAssign) -> str:
    """Name the GraphQL field behind a model's field."""
    assert isinstance(field.target, ast.Name)
    if isinstance(field.value, ast.Call):
        for keyword in field.value.keywords:
            if keyword.arg == "alias" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return to_camel(field.target.id)


def rename(tree: ast.AST, old: str, new: str) -> None:
    """Rename a name, quoted or not, wherever it stands in the tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if node.id == old:
                node.id = new
            elif node.id == f'"{old}"':
                node.id = f'"{new}"'


def quoted_names(*trees: ast.AST) -> set[str]:
    """Collect the names that stand in quotes."""
    names = (node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {name.strip('"') for name in names if name.startswith('"')}


def drop(module: ast.Module, name: str) -> None:
    """Remove the module's statement that defines this name."""
    module.body = [node for node in module.body if getattr(node, "name", None) != name]


def replace_stand_ins(module: ast.Module) -> None:
    """Put each class that adds nothing, and each alias, back to the name that it stands for."""
    stand_ins: dict[str, str] = {}
    kept: list[ast.stmt] = []
    for node in module.body:
        match node:
            case ast.ClassDef(name=name, bases=[ast.Name(id=base)], body=[ast.Pass()]):
                stand_ins[name] = base
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=base)):
                stand_ins[name] = base
            case _:
                kept.append(node)
    module.body = kept
    for old, new in stand_ins.items():
        rename(module, old, new)


class _SingleUnion(ast.NodeTransformer):
    """`Optional[Union[X,]]` becomes `Known[X]`, and what is left of `Union[X,]` becomes `X`."""

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
    """`list[Optional[X]]` becomes `Items[X]`, and so does `list[Known[X]]`."""

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
    """Let unions and lists hold what this version does not know, and leave it out."""
    _SingleUnion().visit(module)
    _LenientList().visit(module)


def optional_arguments(
    arguments: ast.arguments, variable_definitions: tuple[VariableDefinitionNode, ...]
) -> ast.arguments:
    """Give each variable that may be left out the default None; drop the catch-all for keywords."""
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
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[ast.Constant(None) for _ in optional],
    )


def pass_on(arguments: ast.arguments, variables: ast.AnnAssign, names: list[str]) -> None:
    """Send these variables as the strings that they are, instead of serialising them."""
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
    """Take a directive that only the generator understands out of a document's fragments."""
    tree = parse(document)
    for definition in tree.definitions:
        assert isinstance(definition, ExecutableDefinitionNode)
        definition.directives = tuple(d for d in definition.directives if d.name.value != directive)
    return print_ast(tree)


def constant_name(operation: str) -> str:
    """Write `getJob` as `GET_JOB`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation).upper()


def operation_constant(name: str, *, idempotent: bool) -> ast.Assign:
    """State `GET_JOB = Operation(name=…, document=…, idempotent=…)`, with a placeholder for the document."""
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
    """Give an operation's placeholder as it stands in the code, and the literal that takes its place.

    The document is written in one line, since it travels with every request.
    """
    return f'"{_placeholder(name)}"', json.dumps(strip_ignored_characters(document))


def _placeholder(name: str) -> str:
    # Longer than a line, so that the code around it is laid out as for the document.
    return f"document of {name}".ljust(100, ".")
