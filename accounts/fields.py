"""Model fields for protected personal data."""

from django.core.exceptions import FieldError
from django.db import models

from accounts import protection


class EncryptedText(models.TextField):
    """Text that lies encrypted in the database and reads as plain text in Python.

    It cannot be searched: the same text is stored differently each time. For exact search give the
    model a `LookupHash` of it.
    """

    def from_db_value(self, value, expression, connection):
        return value if value is None else protection.decrypt(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else protection.encrypt(value)

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched by {lookup_name}.")


class LookupHash(models.CharField):
    """The keyed hash of the field `of`, filled in whenever the row is saved.

    `Model.objects.filter(phone_hash=protection.fingerprint("phone", typed))` finds it. `save` with
    `update_fields` must name both.
    """

    def __init__(self, *args, of: str = "", purpose: str = "", **kwargs):
        self.of, self.purpose = of, purpose
        kwargs |= {"max_length": 73, "editable": False, "blank": True, "db_index": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "editable", "blank", "db_index"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs | {"of": self.of, "purpose": self.purpose}

    def pre_save(self, model_instance, add):
        value = self.hashed(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value

    def hashed(self, plain: str) -> str:
        """What is stored for a plain value."""
        return protection.fingerprint(self.purpose, plain)
