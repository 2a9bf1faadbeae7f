"""The kinds of case of supervision, and what else it makes known."""

from supervision.acts import (
    complaints,
    corps,
    credit,
    destructions,
    inspections,
    pay,
    risk,
    violations,
)

__all__ = [
    "complaints",
    "corps",
    "credit",
    "destructions",
    "inspections",
    "pay",
    "risk",
    "violations",
]
