"""Which bureau confirms an organisation."""

from django.core.exceptions import ValidationError

from accounts.models import Organisation
from accounts.selectors import offices
from catalogue.models import Division
from catalogue.regulations.terms import Affiliation, Authority, Organ, Tier


def bureau_for(division: Division, affiliation: str) -> Organisation:
    """The HRSS bureau of the territory: a county-owned one's is the county's, any other's that of
    the city; where that has no office here yet, the next above.

    Raises ValidationError where no office of the province is here.
    """
    tiers = [Tier.CITY, Tier.PROVINCE]
    if affiliation == Affiliation.COUNTY:
        tiers.insert(0, Tier.COUNTY)
    for tier in tiers:
        office = offices(Authority(tier, Organ.HRSS), division).order_by("pk").first()
        if office:
            return office
    raise ValidationError(
        f"{division}还没有开通网上登记，请联系当地人力资源社会保障部门。", code="no_bureau"
    )
