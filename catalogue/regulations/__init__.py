"""Regulations are data: one TOML file a regime and version, `<id>.<version>.toml`."""

from catalogue.regulations.loader import RegulationError, current, get
from catalogue.regulations.schema import Regulation

__all__ = ["Regulation", "RegulationError", "current", "get"]
