"""What people call the activity types."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["type_labels"]


@cache
def type_labels() -> dict[str, tuple[str, str]]:
    """Activity type → its Chinese and its English label, of the built-in pack.

    Raises:
        RuleError: the installation has no built-in pack.
    """
    import yaml

    from civicnews.rules.load import builtin_pack

    pack: dict[str, Any] = yaml.load((builtin_pack() / "pack.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return {name: (str(about["zh"]), str(about["en"])) for name, about in pack["activity_types"].items()}
