from filing.models.draft import Answer, Facility, OwnLevel, Person, ScopeItem, Standing
from filing.models.enquiry import Enquiry
from filing.models.expert import Conflict, Expert, Expertise, Opinion, Panel, PanelMember
from filing.models.filing import Filing
from filing.models.recognition import Recognition
from filing.models.register import Agency, AgencyPeriod, AgencyRule, AgencyScope, ExpiryWarning
from filing.models.standard import StandardCase
from filing.models.submission import PrintedForm, Submission, SupplementItem, Wording
from filing.models.window import SelectionWindow

__all__ = [
    "Agency",
    "AgencyPeriod",
    "AgencyRule",
    "AgencyScope",
    "Answer",
    "Conflict",
    "Enquiry",
    "Expert",
    "Expertise",
    "ExpiryWarning",
    "Facility",
    "Filing",
    "Opinion",
    "OwnLevel",
    "Panel",
    "PanelMember",
    "Person",
    "PrintedForm",
    "Recognition",
    "ScopeItem",
    "SelectionWindow",
    "StandardCase",
    "Standing",
    "Submission",
    "SupplementItem",
    "Wording",
]
