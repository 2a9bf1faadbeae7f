"""Does the signature of one of our own files still cover what the file says? Of files whose SHA-256
was found right before; whatever strangers send is for `verification`."""

import io


def signed_digest(pdf: bytes) -> tuple[str, str] | None:
    """The digest that the last signature carries and that of the bytes it covers; None for a file
    without a signature. Raises ValueError for a file that cannot be read."""
    # Here, because it takes long to load and only the nightly run asks.
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import find_unique_cms_attribute

    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not signatures:
            return None
        last = signatures[-1]
        said = find_unique_cms_attribute(last.signer_info["signed_attrs"], "message_digest")
        return said.native.hex(), last.compute_digest().hex()
    except (PdfError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
