"""One exception a failure, with every problem and where it is."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import fieldbeat
import pytest
from conftest import problems
from fieldbeat import _native


def test_ten_unknown_policy_keys_give_ten_problems_with_paths(fence: Any, fix: Any) -> None:
    policy: Any = {f"key_{index}": index for index in range(10)}
    with pytest.raises(fieldbeat.PolicyError) as raised:
        fieldbeat.presence(fence, fix, policy)
    assert problems(raised.value) == [("unknown_key", f"$.policy.key_{i}") for i in range(10)]
    assert raised.value.kind == "policy"


def test_problems_of_all_arguments_come_at_once(fence: Any, fix: Any) -> None:
    fence["radius_m"] = -1
    fix["lat"] = 91
    del fix["t"]
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.presence(fence, fix)
    assert problems(raised.value) == [
        ("out_of_range", "$.fence.radius_m"),
        ("missing_key", "$.fix.t"),
        ("out_of_range", "$.fix.lat"),
    ]
    assert raised.value.kind == "input"


def test_a_misspelled_key_is_told_the_right_one(fence: Any, fix: Any) -> None:
    policy: Any = {"max_acuracy_m": 50}
    with pytest.raises(fieldbeat.PolicyError, match='did you mean "max_accuracy_m"'):
        fieldbeat.presence(fence, fix, policy)


def test_the_text_of_an_error_names_path_message_and_code(fence: Any, fix: Any) -> None:
    fix["lat"] = "north"
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.presence(fence, fix)
    assert str(raised.value) == "$.fix.lat: expected a number, got a string (wrong_type)"


@pytest.mark.parametrize(
    ("error", "kind", "bases"),
    [
        (fieldbeat.PolicyError, "policy", (fieldbeat.FieldbeatError, ValueError)),
        (fieldbeat.InputError, "input", (fieldbeat.FieldbeatError, ValueError)),
        (fieldbeat.StateError, "state", (fieldbeat.FieldbeatError,)),
        (fieldbeat.LimitError, "limit", (fieldbeat.FieldbeatError,)),
    ],
)
def test_classes_say_who_has_to_act(
    error: type[fieldbeat.FieldbeatError], kind: str, bases: tuple[type, ...]
) -> None:
    assert error.kind == kind
    assert error.__bases__ == bases


@pytest.mark.parametrize("copied", [lambda e: pickle.loads(pickle.dumps(e)), copy.deepcopy])
def test_errors_survive_the_way_between_processes(copied: Any) -> None:
    with pytest.raises(fieldbeat.InputError) as raised:
        fieldbeat.schema("nonsense")
    again = copied(raised.value)
    assert type(again) is fieldbeat.InputError
    assert str(again) == str(raised.value)
    assert again.problems == raised.value.problems
    assert problems(again) == [("unknown_value", "$.kind")]


def test_more_values_than_the_limit_are_a_limit_error() -> None:
    # One list, many times over: cheap to hold, and 100 million values to read.
    many: Any = [[None] * 10_000] * 10_000
    with pytest.raises(fieldbeat.LimitError) as raised:
        fieldbeat.digest(many)
    assert problems(raised.value) == [("too_many_values", "$")]


def test_an_unknown_operation_is_an_input_error() -> None:
    with pytest.raises(fieldbeat.InputError) as raised:
        _native.call("teleport", {})
    assert problems(raised.value) == [("unknown_operation", "$")]


def test_wrong_calls_are_type_errors_of_python() -> None:
    position: Any = {"lat": 0, "lon": 0}
    with pytest.raises(TypeError):
        fieldbeat.distance(position)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        fieldbeat.distance(position, position, position)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        fieldbeat.distance(a=position, c=position)  # type: ignore[call-arg]


def test_a_failed_call_changes_nothing(fence: Any, fix: Any) -> None:
    fix["lat"] = float("nan")
    before = copy.deepcopy((fence, {**fix, "lat": None}))
    with pytest.raises(fieldbeat.InputError):
        fieldbeat.presence(fence, fix)
    assert (fence, {**fix, "lat": None}) == before
