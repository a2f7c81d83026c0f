"""What the operations raise: one exception with the list of all problems found."""

from __future__ import annotations

from typing import Literal, TypedDict

__all__ = [
    "FieldbeatError",
    "InputError",
    "LimitError",
    "PolicyError",
    "Problem",
    "StateError",
]


class Problem(TypedDict):
    """One thing that is wrong, and where."""

    code: str
    """Stable snake_case code, such as `unknown_key`."""
    path: str
    """JSON path into the arguments, such as `$.plan[3].slot.end`."""
    message: str
    """English text. It never holds coordinates of a person."""


class FieldbeatError(Exception):
    """Any failure of an operation. A failed call changes nothing.

    The subclasses say which side has to act. This class itself is raised only where an
    operation was cancelled and nothing else was raised by what cancelled it.
    """

    kind: Literal["policy", "input", "state", "limit", "cancelled"] = "cancelled"
    """Stable name of the class."""

    problems: list[Problem]
    """Everything that was found, in the order of the input."""

    def __init__(self, message: str = "", problems: list[Problem] | None = None) -> None:
        super().__init__(message)
        self.problems = [] if problems is None else problems

    def __reduce__(self) -> tuple[type[FieldbeatError], tuple[str, list[Problem]]]:
        return type(self), (str(self), self.problems)


class PolicyError(FieldbeatError, ValueError):
    """The policy is not one."""

    kind = "policy"


class InputError(FieldbeatError, ValueError):
    """The data, bytes too, are not what the operation takes."""

    kind = "input"


class StateError(FieldbeatError):
    """The object cannot do this now, or a snapshot that is sound is not its own."""

    kind = "state"


class LimitError(FieldbeatError):
    """A documented limit is exceeded."""

    kind = "limit"


_BY_KIND: dict[str, type[FieldbeatError]] = {
    error.kind: error for error in (PolicyError, InputError, StateError, LimitError)
}


def _exception(kind: str, message: str, problems: list[Problem]) -> FieldbeatError:
    """Make the exception of a kind of error: called by the native module."""
    return _BY_KIND.get(kind, FieldbeatError)(message, problems)
