"""What has a Chinese name and is found by its name or its spelling."""

from django.db import models

from catalogue.rules import spell


class Searchable(models.Model):
    """Keeps pinyin and initials of its name; bulk writers call `respell` themselves."""

    name = models.CharField("名称", max_length=100)
    pinyin = models.CharField("拼音", max_length=600, editable=False)
    initials = models.CharField("拼音首字母", max_length=100, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, update_fields=None, **kwargs) -> None:
        self.respell()
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "pinyin", "initials"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def respell(self) -> None:
        self.pinyin, self.initials = spell(self.name)
