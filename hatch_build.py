"""What building and installing do first, `pip install -e .` too: compile the translations."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        try:
            from festival.catalogues import compile_all  # noqa: PLC0415 - found only now
        finally:
            sys.path.remove(self.root)
        build_data["artifacts"].extend(f"/{path.relative_to(self.root).as_posix()}" for path in compile_all())
