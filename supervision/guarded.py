"""Which personal data of supervision is shown in full, to whom, on record."""

from operator import attrgetter

from accounts.services import unmask
from supervision.models import Complaint, PayRecord
from supervision.models.complaint_parties import handles
from supervision.selectors import pay
from supervision.selectors.complaints import visible_to

# Only who handles it now; not the offices that merely govern the place.
COMPLAINANTS = unmask.Guarded(
    Complaint,
    {"name": "投诉人姓名", "contact": "投诉人联系方式"},
    visible_to,
    lambda user, complaint: handles(complaint, user),
    attrgetter("number"),
)

AMOUNTS = unmask.Guarded(
    PayRecord,
    {"amount": "待遇金额"},
    pay.records_visible_to,
    pay.reads_amounts,
    attrgetter("certificate.number"),
)
