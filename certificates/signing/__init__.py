"""Signatures on certificates: `Signer` is what the portal asks of a key, wherever it lies;
`signer_for` finds an agency's, `verify` reads a signature back."""

from certificates.signing.interface import Signer, SigningError
from certificates.signing.keys import signer_for
from certificates.signing.verification import Signature, UnreadableFileError, verify

__all__ = ["Signature", "Signer", "SigningError", "UnreadableFileError", "signer_for", "verify"]
