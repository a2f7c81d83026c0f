"""The types say what the package does."""

from __future__ import annotations

import typing
from pathlib import Path

import fieldbeat
import pytest
from fieldbeat import _native, _types
from mypy import api

HERE = Path(__file__).parent


def mypy(*paths: Path) -> None:
    config = HERE.parent / "pyproject.toml"
    report, errors, status = api.run(["--config-file", str(config), *map(str, paths)])
    assert status == 0, report + errors


def test_a_type_checker_accepts_right_uses_and_finds_mistakes() -> None:
    mypy(HERE / "typed_use.py")


def test_the_package_is_strictly_typed() -> None:
    mypy(HERE.parent / "python" / "fieldbeat")


@pytest.mark.parametrize("name", _types.__all__)
def test_types_are_whole_at_run_time_too(name: str) -> None:
    named = getattr(_types, name)
    if typing.is_typeddict(named):
        assert typing.get_type_hints(named)


def test_the_package_says_that_it_is_typed() -> None:
    assert (HERE.parent / "python" / "fieldbeat" / "py.typed").exists()


def test_the_stub_of_the_native_module_is_complete() -> None:
    stub = (HERE.parent / "python" / "fieldbeat" / "_native.pyi").read_text()
    public = [name for name in dir(_native) if not name.startswith("__")]
    assert public
    told = [name for name in public if f"def {name}(" in stub or f"class {name}" in stub]
    assert told == public


def test_versions_agree() -> None:
    assert fieldbeat.__version__ == fieldbeat.version() == _native.__version__
