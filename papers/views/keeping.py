"""What a sent form comes to where two may have opened it."""

from collections.abc import Callable

from django import forms

from casework.services.door import StaleError
from casework.views.sending import taken

SAVED = 302


def kept(form: forms.Form, do: Callable[[], object]) -> int:
    """`SAVED` where `do()` took the form; else the status with which it is shown again: 409 where
    somebody else was first, 422 for what is wrong with it, 200 for one only opened."""
    stale: list[StaleError] = []

    def tried() -> None:
        try:
            do()
        except StaleError as error:
            stale.append(error)

    if taken(form, tried) and not stale:
        return SAVED
    if stale:
        form.add_error(None, str(stale[0]))
        return 409
    return 422 if form.is_bound else 200
