"""Replays tests/vectors through the Python package: the same bytes as every other runtime.

The bytes are written here, from Python's own answer, by another canonicaliser than the core's, so
that the conversion to Python is under test too.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import fieldbeat
import pytest
import rfc8785
from fieldbeat import _native
from fieldbeat._engine import Engine

ROOT = Path(__file__).parents[2]
RANDOM = ROOT / "target" / "vectors" / "random.json"


def plain(answer: object) -> Any:
    """An answer as JSON has it: instants as text, decimals as numbers or text."""
    match answer:
        case None | bool() | int() | float() | str():
            return answer
        case Decimal():
            # A number where 15 digits tell it, else its text.
            short = answer.normalize()
            return float(answer) if len(short.as_tuple().digits) <= 15 else f"{short:f}"
        case bytes():
            return answer.hex()
        case fieldbeat.Column():
            return [cell_of(cell) for cell in answer]
        case datetime():
            assert answer.utcoffset() == timedelta(0) and answer.tzinfo is UTC
            # Not by strftime: what it makes of the years before 1000 differs by platform.
            return answer.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case list():
            return [plain(item) for item in answer]
        case dict():
            return {key: plain(value) for key, value in answer.items()}
    raise AssertionError(f"an answer holds a {type(answer)}")


def cell_of(cell: object) -> Any:
    """In columns an instant is a number."""
    return round(cell.timestamp() * 1000) if isinstance(cell, datetime) else plain(cell)


def script(name: str, steps: dict[str, Any]) -> list[object]:
    """What the methods of an engine answer, one after the other; see tests/vector.rs."""
    engine, last, answers = made(name, steps["new"]), None, []
    for method, given in (call for step in steps.get("calls", []) for call in step.items()):
        arguments = {key: with_last(value, last) for key, value in given.items()}
        try:
            answer = getattr(engine, method)
            if callable(answer):
                answer = answer(**by_keyword(with_engines(answer, arguments)))
        except fieldbeat.FieldbeatError as error:
            answers.append({"error": {"kind": error.kind, "problems": error.problems}})
        else:
            if isinstance(answer, type(engine)):
                engine, answer = answer, None
            else:
                last = answer
            answers.append({"answer": answer})
    return answers


def with_last(value: object, last: object) -> object:
    if isinstance(value, list) and "$last" in value:
        return [with_last(item, last) for item in value]
    return last if value == "$last" else value


def made(name: str, arguments: dict[str, Any]) -> Any:
    """An engine of these arguments."""
    engine = getattr(fieldbeat, name)
    return engine(**by_keyword(with_engines(engine, arguments)))


def with_engines(call: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """An engine among the arguments is written as the arguments that make it."""
    signature = inspect.signature(call)
    classes = {
        key: str(parameter.annotation).removesuffix(" | None")
        for key, parameter in signature.parameters.items()
    }
    return {
        key: made(classes[key], value) if classes.get(key) in ENGINES else value
        for key, value in arguments.items()
    }


ENGINES = {
    name
    for name, thing in vars(fieldbeat).items()
    if isinstance(thing, type) and issubclass(thing, Engine)
}


def operation(name: str, arguments: dict[str, Any]) -> Callable[[], object]:
    """The public function; where its signature cannot say the arguments, what lies below it."""
    function = getattr(fieldbeat, name)
    if isinstance(function, type):
        return lambda: script(name, arguments)
    try:
        inspect.signature(function).bind(**by_keyword(arguments))
    except TypeError:
        return lambda: _native.call(name, arguments)
    return lambda: function(**by_keyword(with_engines(function, arguments)))


def by_keyword(arguments: dict[str, Any]) -> dict[str, Any]:
    """Options are keyword arguments in Python."""
    options = arguments.get("options")
    if not isinstance(options, dict):
        return arguments
    return {key: value for key, value in arguments.items() if key != "options"} | options


def check(name: str, vector: dict[str, Any]) -> None:
    """Fails unless Python answers what is recorded."""
    call = operation(name, vector["input"])
    try:
        answer = call()
    except fieldbeat.FieldbeatError as error:
        raised = {"kind": error.kind, "problems": error.problems}
        assert "error" in vector, raised
        assert rfc8785.dumps(raised) == rfc8785.dumps(vector["error"])
        return
    assert "error" not in vector, answer
    written = rfc8785.dumps(plain(answer))
    if "output_sha256" in vector:
        assert hashlib.sha256(written).hexdigest() == vector["output_sha256"]
    else:
        assert written == rfc8785.dumps(vector["output"])


def suites(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Operation and vector of a file, which holds one suite or a list of them."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for suite in content if isinstance(content, list) else [content]:
        for vector in suite["vectors"]:
            yield suite["operation"], vector


def recorded() -> list[Any]:
    """All committed vectors."""
    return [
        pytest.param(name, vector, id=f"{path.stem}: {vector['name']}")
        for path in sorted((ROOT / "tests" / "vectors").glob("*.json"))
        for name, vector in suites(path)
    ]


def test_there_are_vectors() -> None:
    assert recorded()


@pytest.mark.parametrize(("name", "vector"), recorded())
def test_python_answers_what_is_recorded(name: str, vector: dict[str, Any]) -> None:
    check(name, vector)


def test_python_answers_random_inputs_like_the_core() -> None:
    if not RANDOM.exists():
        assert not os.environ.get("FIELDBEAT_RANDOM_VECTORS"), f"{RANDOM} is missing"
        pytest.skip("NO RANDOM VECTORS: run `cargo xtask vectors --random`")
    count = 0
    for name, vector in suites(RANDOM):
        check(name, vector)
        count += 1
    assert count > 0


def test_every_public_operation_is_here() -> None:
    listed = tomllib.loads((ROOT / "tests" / "operations.toml").read_text(encoding="utf-8"))
    names = [entry["name"] for entry in listed["operation"]]
    assert names
    assert [name for name in names if not callable(getattr(fieldbeat, name, None))] == []
    methods = {name for name in _native.operations() if "." in name}
    assert sorted(names) == sorted(set(_native.operations()) - methods)
    assert set(names) <= set(fieldbeat.__all__)


def test_every_public_class_has_its_methods() -> None:
    listed = tomllib.loads((ROOT / "tests" / "operations.toml").read_text(encoding="utf-8"))
    assert listed["class"]
    promised = set()
    for entry in listed["class"]:
        name = entry["name"]
        engine = getattr(fieldbeat, name)
        assert name in fieldbeat.__all__
        parameters = list(inspect.signature(engine).parameters.values())
        positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
        assert positional == [key for key in entry["new"] if key != "options"]
        for key in ("methods", "properties", "statics"):
            names = entry.get(key, [])
            assert [method for method in names if not hasattr(engine, method)] == []
            promised |= {f"{name}.{method}" for method in ["new", *names]}
    assert promised == {name for name in _native.operations() if "." in name}
