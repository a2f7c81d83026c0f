"""Types of columns: what holds many values of one type, in the words of a type checker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

__all__ = ["ColumnInput", "SupportsArray", "SupportsArrowArray", "SupportsArrowStream", "Table"]

T = TypeVar("T")


class SupportsArray(Protocol):
    """A numpy array, a pandas Series: anything that numpy takes for an array."""

    def __array__(self, *args: Any, **kwargs: Any) -> Any: ...


class SupportsArrowArray(Protocol):
    """An Arrow array or record batch, of any library."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> Any: ...


class SupportsArrowStream(Protocol):
    """Chunks of Arrow arrays: a table, a DataFrame, a Series, a reader."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...


ColumnInput: TypeAlias = (
    SupportsArray | SupportsArrowArray | SupportsArrowStream | Sequence[T | None]
)
"""One column: a numpy or Arrow array, a list, or a column of an answer.

Masked, `NaT` and `None` are absent values.
"""

Table: TypeAlias = SupportsArrowArray | SupportsArrowStream
"""Columns by name, as Arrow: a pyarrow Table, a polars or pandas DataFrame."""
