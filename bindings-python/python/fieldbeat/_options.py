"""Options are keyword arguments in Python, and one object in the core."""

from __future__ import annotations

from typing import Any

__all__ = ["given"]


def given(**options: Any) -> dict[str, Any]:
    """Those that the caller gave; the core knows the defaults of the others."""
    return {name: value for name, value in options.items() if value is not None}
