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

ROOT = Path(__file__).parents[2]
RANDOM = ROOT / "target" / "vectors" / "random.json"


def plain(answer: object) -> Any:
    """An answer as JSON has it: instants as text, decimals as numbers."""
    match answer:
        case None | bool() | int() | float() | str():
            return answer
        case Decimal():
            return float(answer)
        case datetime():
            assert answer.utcoffset() == timedelta(0) and answer.tzinfo is UTC
            return answer.strftime("%Y-%m-%dT%H:%M:%S.") + f"{answer.microsecond // 1000:03d}Z"
        case list():
            return [plain(item) for item in answer]
        case dict():
            return {key: plain(value) for key, value in answer.items()}
    raise AssertionError(f"an answer holds a {type(answer)}")


def operation(name: str, arguments: dict[str, Any]) -> Callable[[], object]:
    """The public function; where its signature cannot say the arguments, what lies below it."""
    function = getattr(fieldbeat, name)
    try:
        inspect.signature(function).bind(**arguments)
    except TypeError:
        return lambda: _native.call(name, arguments)
    return lambda: function(**arguments)


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
    assert sorted(names) == sorted(_native.operations())
    assert set(names) <= set(fieldbeat.__all__)
