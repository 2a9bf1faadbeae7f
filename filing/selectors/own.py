"""For whom a person files, and whether these run agencies: what menus ask on every page."""

from django.db.models import Exists, OuterRef

from accounts.enums import SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import organisations_of, staffed_by
from config import clock
from filing.models import Agency
from filing.selectors import applicants_of
from filing.selectors.register import agencies_on


def filers_of(user: User) -> tuple[Organisation, ...]:
    """`applicants_of(user)`, each with `runs`: it has an agency, and `assesses`: one that is
    published and in force today. One query for the length of a request, as several menus ask, and
    none for officers."""
    if "_filers" not in user.__dict__:
        mine = organisations_of(user, *SPEAKERS)
        elsewhere = mine - {office.pk for office in staffed_by(user)}
        of_theirs = {"organisation": OuterRef("pk")}
        rows = applicants_of(user).annotate(
            runs=Exists(Agency.objects.filter(**of_theirs)),
            assesses=Exists(agencies_on(clock.today()).filter(**of_theirs)),
        )
        user.__dict__["_filers"] = tuple(rows) if elsewhere else ()
    return user.__dict__["_filers"]
