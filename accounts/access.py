"""Answers to those who may not: what is not theirs to see is not there (404); what they see but
may not do is refused (403)."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404


def get_or_404(visible: QuerySet, **lookup) -> Model:
    """The row of what this person may see; raises Http404 for anybody else's."""
    return get_object_or_404(visible, **lookup)


def demand(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def require(predicate: Callable) -> Callable:
    """For a view about the organisation the person acts for: 403 unless `predicate` holds of the
    person and it (None for someone without any)."""

    def decorator(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            demand(predicate(request.user, request.acting_for or None))
            return view(request, *args, **kwargs)

        guarded.required = predicate
        return guarded

    return decorator
