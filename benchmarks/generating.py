"""Create the input of contestants: GraphQL documents, and a client of ariadne-codegen."""

import json
import re
import subprocess
from typing import Any

from graphql import (
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    visit,
)

from benchmarks.contestants import BATCH
from benchmarks.documents import BUILD, FILE, ROOT

CODEGEN = ROOT / ".venv" / "bin" / "ariadne-codegen"
_MIXIN = re.compile(r"@mixin\([^)]*\)")


def _queries() -> str:
    # `@mixin` is a directive of the project's own generator.
    return "\n".join(
        _MIXIN.sub("", path.read_text(encoding="utf-8")) for path in sorted((ROOT / "queries").glob("*.graphql"))
    )


def write_documents() -> None:
    """Write the document of each operation, and of one that reads a batch of jobs, to the build folder."""
    definitions = parse(_queries()).definitions
    named: dict[str, Any] = {each.name.value: each for each in definitions}
    documents = {
        name: strip_ignored_characters(
            "\n".join(print_ast(named[each]) for each in (name, *sorted(_used(name, named))))
        )
        for name, node in named.items()
        if isinstance(node, OperationDefinitionNode)
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps({**documents, "getJobs": _batched(documents["getJob"])}, indent=1))


def write_client() -> None:
    """Generate a client from the same schema and queries, with the default settings, into the build folder."""
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "queries.graphql").write_text(_queries())
    settings = {
        "schema_path": ROOT / "schema.graphql",
        "queries_path": BUILD / "queries.graphql",
        "target_package_path": BUILD,
        # The default, `Client`, is a type of the schema.
        "client_name": "GraphQLClient",
    }
    config = BUILD / "codegen.toml"
    config.write_text("\n".join(["[tool.ariadne-codegen]", *(f'{name} = "{path}"' for name, path in settings.items())]))
    subprocess.run([CODEGEN, "--config", config, "client"], check=True, stdout=subprocess.DEVNULL)


def _used(name: str, named: dict[str, Any], seen: frozenset[str] = frozenset()) -> frozenset[str]:
    class Spreads(Visitor):
        def __init__(self) -> None:
            super().__init__()
            self.names: set[str] = set()

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            self.names.add(node.name.value)

    spreads, node = Spreads(), named[name]
    assert isinstance(node, Node)
    visit(node, spreads)
    for each in spreads.names - seen:
        seen = _used(each, named, seen | {each})
    return seen


def _batched(document: str) -> str:
    ids = "".join(f"$a{number}:ID!" for number in range(BATCH))
    fields = "".join(f"a{number}:getJob(jobId:$a{number}){{...JobType}}" for number in range(BATCH))
    head = document.replace("query getJob($jobId:ID!", f"query getJobs({ids}")
    return head.replace("getJob(jobId:$jobId){...JobType}", fields)
