"""Re-encrypting personal data when its keys change.

What lies under an old key is known by the key's name before it, so a run that was broken off goes
on where it stopped, and rows written meanwhile are not touched twice.
"""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q, TextField
from django.db.models.functions import Cast

from accounts import protection
from accounts.fields import EncryptedText, LookupHash

BATCH = 500


def protected_models() -> list[type[Model]]:
    """Every model with an encrypted field, histories too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(isinstance(field, EncryptedText) for field in model._meta.local_fields)
    ]


def rekey() -> Iterator[tuple[str, int]]:
    """Bring every protected value under the newest keys; after each batch tells (model, rows)."""
    for model in protected_models():
        while done := _batch(model):
            yield model._meta.label, done
    if done := _second_factors():
        yield Authenticator._meta.label, done


def _batch(model: type[Model]) -> int:
    texts = [f for f in model._meta.local_fields if isinstance(f, EncryptedText)]
    hashes = [f for f in model._meta.local_fields if isinstance(f, LookupHash)]
    with transaction.atomic():
        stale = Q()
        for field in texts:
            raw = f"raw_{field.name}"
            filled = Q(**{f"{raw}__gt": ""})  # neither empty nor null
            stale |= filled & ~Q(**{f"{raw}__startswith": protection.current_prefix()})
        for field in hashes:
            prefix = protection.fingerprint_prefix()
            filled = Q(**{f"{field.name}__gt": ""})
            stale |= filled & ~Q(**{f"{field.name}__startswith": prefix})
        annotated = model._base_manager.annotate(
            **{f"raw_{f.name}": Cast(F(f.name), TextField()) for f in texts}
        )
        pks = list(annotated.filter(stale).order_by("pk").values_list("pk", flat=True)[:BATCH])
        rows = model._base_manager.filter(pk__in=pks).select_for_update()
        for row in rows.order_by("pk"):
            values = {f.name: getattr(row, f.name) for f in texts}
            for field in hashes:
                values[field.name] = field.hashed(getattr(row, field.of) or "")
            model._base_manager.filter(pk=row.pk).update(**values)
    return len(pks)


def _second_factors() -> int:
    changed = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row and _rekey_secrets(row.data):
                row.save(update_fields=["data"])
                changed += 1
    return changed


def _rekey_secrets(data: dict) -> bool:
    stale = [
        name
        for name in ("secret", "seed")
        if name in data and not data[name].startswith(protection.current_prefix())
    ]
    for name in stale:
        data[name] = protection.encrypt(protection.decrypt(data[name]))
    return bool(stale)
