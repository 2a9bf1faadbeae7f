"""People who hold valid certificates, counted so that sums are right although people are no sums.

Of the valid certificates of one person, one is the first in each place, at each level, in each
occupation; how many of those first ones there are is how many people there are. Which they are is
marked by a service (`portal.services.holders`). Until that has come by, the persons whose
certificates were touched are looked at one by one: the view `HolderFigure` is right at any moment.
"""

from django.db import models

LINKED = {"on_delete": models.DO_NOTHING, "related_name": "+", "db_constraint": False}


class Held(models.Model):
    """What the tables have in common. `first`: a bit each for what a certificate
    is the first of (`bit_of`)."""

    division = models.ForeignKey("catalogue.Division", verbose_name="所在地", **LINKED)
    occupation = models.CharField("职业名称", max_length=100)
    level = models.PositiveSmallIntegerField("职业技能等级")
    first = models.PositiveIntegerField("首本标记")

    class Meta:
        abstract = True


def bit_of(digits: int, *, level: bool, occupation: bool) -> int:
    """The mark of a person's first certificate in a place (as many digits of its code as name it),
    at its level and in its occupation, where these matter."""
    return 1 << ((digits // 2 - 1) * 4 + level + 2 * occupation)


class HolderMark(Held):
    """A valid certificate as it was when its holder was last looked at."""

    certificate = models.OneToOneField(
        "certificates.Certificate", primary_key=True, verbose_name="证书", **LINKED
    )
    person = models.CharField("证件号码检索", max_length=73, db_index=True)

    class Meta:
        verbose_name = "持证标记"
        verbose_name_plural = "持证标记"

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.first:b}"


class HolderTouch(models.Model):
    """A person of whose valid certificates some came or went since. Triggers write it."""

    person = models.CharField("证件号码检索", max_length=73, db_index=True)
    division = models.ForeignKey("catalogue.Division", verbose_name="所在地", **LINKED)
    occupation = models.CharField("职业名称", max_length=100)
    level = models.PositiveSmallIntegerField("职业技能等级")
    status = models.CharField("状态", max_length=10)
    count = models.IntegerField("本数")

    class Meta:
        verbose_name = "待标记人员"
        verbose_name_plural = "待标记人员"

    def __str__(self) -> str:
        return f"{self.pk} {self.count:+}"


class HolderTally(Held):
    """How many marked certificates more, or fewer, there are of a kind. Triggers write it."""

    count = models.IntegerField("本数")

    class Meta:
        verbose_name = "持证计数"
        verbose_name_plural = "持证计数"

    def __str__(self) -> str:
        return f"{self.occupation} {self.count:+}"
