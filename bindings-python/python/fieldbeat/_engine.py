"""What the classes over engines of the core have in common."""

from __future__ import annotations

from typing import Any, Self

from fieldbeat import _native

__all__ = ["Engine"]


class Engine:
    """An engine of the core: it may be shared between threads, and pickled where it has bytes."""

    __slots__ = ("__weakref__", "_engine", "_kept")

    _engine: _native.Engine
    _kept: tuple[Any, ...]

    def __init__(self, engine: _native.Engine, *kept: Any) -> None:
        self._engine = engine
        self._kept = kept

    @classmethod
    def _of(cls, engine: _native.Engine, *kept: Any) -> Self:
        self = cls.__new__(cls)
        Engine.__init__(self, engine, *kept)
        return self

    def __repr__(self) -> str:
        return repr(self._engine)
