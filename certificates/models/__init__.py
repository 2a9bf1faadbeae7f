from certificates.models.batch import Batch
from certificates.models.certificate import Certificate, Edition, StatusChange
from certificates.models.change import CertificateChange
from certificates.models.handing import Handout, SpoiledBlank
from certificates.models.holder import HolderCorrection
from certificates.models.issuing import IssueTerms, NumberImport
from certificates.models.lookup import BulkCheck, BulkFile, BulkPart, HolderDownload
from certificates.models.number import NumberCounter, ReservedNumber
from certificates.models.signing_key import SigningKey
from certificates.models.special import SpecialCertificate
from certificates.models.upward import (
    ApiCall,
    ApiToken,
    Export,
    MonthlyReport,
    Upload,
    UploadRow,
    UploadTakenBack,
    UploadWarning,
)

__all__ = [
    "ApiCall",
    "ApiToken",
    "Batch",
    "BulkCheck",
    "BulkFile",
    "BulkPart",
    "Certificate",
    "CertificateChange",
    "Edition",
    "Export",
    "Handout",
    "HolderCorrection",
    "HolderDownload",
    "IssueTerms",
    "MonthlyReport",
    "NumberCounter",
    "NumberImport",
    "ReservedNumber",
    "SigningKey",
    "SpecialCertificate",
    "SpoiledBlank",
    "StatusChange",
    "Upload",
    "UploadRow",
    "UploadTakenBack",
    "UploadWarning",
]
