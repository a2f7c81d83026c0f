"""Every example that a person can read runs."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path

import fieldbeat
import pytest
from fieldbeat import _operations, errors

README = Path(__file__).parents[1] / "README.md"
FRONT_PAGES = [README, Path(__file__).parents[2] / "README.md"]


@pytest.mark.parametrize("name", _operations.__all__)
def test_every_operation_has_an_example_that_runs(name: str) -> None:
    operation = getattr(fieldbeat, name)
    tests = doctest.DocTestFinder().find(operation, name)
    examples = [example for test in tests for example in test.examples]
    assert examples, f"write bindings-python/examples/{name}.txt"
    runner = doctest.DocTestRunner()
    for test in tests:
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("page", FRONT_PAGES, ids=["package", "project"])
def test_the_front_pages_run(page: Path) -> None:
    results = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("name", fieldbeat.__all__)
def test_everything_public_says_what_it_is(name: str) -> None:
    thing = getattr(fieldbeat, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert thing.__doc__ and thing.__doc__.strip()


def test_errors_are_the_packages_own() -> None:
    assert {name for name in errors.__all__ if hasattr(fieldbeat, name)} == set(errors.__all__)


@pytest.mark.parametrize("name", _operations.__all__)
def test_the_front_page_names_every_operation(name: str) -> None:
    assert f"`{name}(" in README.read_text(encoding="utf-8")
