#!/usr/bin/env python3
"""Checks spec/openapi.yaml.

The document must be valid OpenAPI 3.1; every example in it must fit the schema it stands beside; the examples of the
API's documents (examples.json) must fit the schemas of their operations, and the broken ones must not.

    pip install -r Tests/Spec/requirements.txt
    python Tests/Spec/check_spec.py [path of the document]
"""

import json
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HERE = Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
OPERATIONS = [
    "workers.create",
    "workers.retrieve",
    "workers.continue",
    "workers.streamUpdates",
    "workers.retrieveEmail",
    "workers.retrieveFile",
    "workers.schedules.list",
    "workers.schedules.create",
    "workers.schedules.cancel",
]


class Document:
    """The document, with its references followed and its schemas ready to validate with."""

    def __init__(self, path):
        # YAML 1.2 knows no dates: an unquoted one is text, which PyYAML (YAML 1.1) would make a date.
        class Loader(yaml.SafeLoader):
            pass

        Loader.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        self.root = yaml.load(path.read_text(encoding="utf-8"), Loader)
        resource = Resource(contents=self.root, specification=DRAFT202012)
        self.registry = Registry().with_resource("urn:openapi", resource)

    def resolve(self, value):
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            target = self.root
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            value = target
        return value

    def violations(self, pointer, value):
        """Why `value` does not fit the schema at `pointer`; nothing if it does."""
        validator = Draft202012Validator(
            {"$ref": "urn:openapi#" + pointer}, registry=self.registry, format_checker=FormatChecker()
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def pointer_of_operation(self, operation_id, part):
        """The pointer of the JSON schema of an operation's request or of its response 200."""
        for path, item in self.root["paths"].items():
            for method in METHODS:
                if item.get(method, {}).get("operationId") != operation_id:
                    continue
                base = f"/paths/{escape(path)}/{method}"
                if part == "request":
                    return base + "/requestBody/content/application~1json/schema"
                response = item[method]["responses"]["200"]
                if "$ref" in response:
                    base = response["$ref"].removeprefix("#")
                else:
                    base += "/responses/200"
                return base + "/content/application~1json/schema"
        raise SystemExit(f"no operation {operation_id}")

    def examples(self):
        """Every example of the document, as (where it is, pointer of its schema, value)."""

        def walk(value, pointer):
            if isinstance(value, list):
                for index, element in enumerate(value):
                    yield from walk(element, f"{pointer}/{index}")
            if not isinstance(value, dict):
                return
            if "schema" in value:
                if "example" in value:
                    yield pointer + "/example", pointer + "/schema", value["example"]
                for name, example in value.get("examples", {}).items():
                    example = self.resolve(example)
                    yield f"{pointer}/examples/{escape(name)}", pointer + "/schema", example["value"]
            elif isinstance(value.get("examples"), list):
                for index, example in enumerate(value["examples"]):
                    yield f"{pointer}/examples/{index}", pointer, example
            for key, element in value.items():
                if key not in ("example", "examples"):
                    yield from walk(element, f"{pointer}/{escape(key)}")

        yield from walk(self.root, "")


def escape(part):
    return part.replace("~", "~0").replace("/", "~1")


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "spec" / "openapi.yaml"
    document = Document(path)
    problems = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in OpenAPIV31SpecValidator(document.root).iter_errors()
    ]

    identifiers = [
        item[method]["operationId"]
        for item in document.root["paths"].values()
        for method in METHODS
        if method in item
    ]
    if sorted(identifiers) != sorted(OPERATIONS):
        problems.append(f"the operations are {identifiers}, expected {OPERATIONS}")

    in_document = 0
    for where, pointer, value in document.examples():
        in_document += 1
        problems += [f"{where}: {violation}" for violation in document.violations(pointer, value)]

    fixture = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))
    for kind in ("documents", "valid", "invalid"):
        for index, example in enumerate(fixture[kind]):
            where = f"examples.json: {kind}[{index}] ({example['operation']} {example['part']})"
            pointer = document.pointer_of_operation(example["operation"], example["part"])
            violations = document.violations(pointer, example["value"])
            if kind == "invalid" and not violations:
                problems.append(f"{where}: should be refused and is not")
            if kind != "invalid":
                problems += [f"{where}: {violation}" for violation in violations]

    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    counts = {kind: len(fixture[kind]) for kind in fixture}
    print(
        f"{path.name}: valid; {len(identifiers)} operations, {in_document} examples in place, "
        f"{counts['documents']} of the documents, {counts['valid']} more valid and {counts['invalid']} broken ones"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
