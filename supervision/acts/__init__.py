"""The kinds of case of supervision."""

from supervision.acts import complaints, inspections, violations

__all__ = ["complaints", "inspections", "violations"]
