"""Whether the file that lies here is the one that was issued."""

from casework.services import files
from casework.services.files import DamagedFileError
from certificates.models import Certificate
from certificates.services import signatures
from certificates.services.signatures import Seal

NO_FILE = Seal("没有电子文件", "neutral", "本系统没有这本证书的电子文件，以登记内容为准。")
DAMAGED = Seal("暂时无法核对", "warn", "存档的文件暂时无法读取，以登记内容为准。")


def seal_of(certificate: Certificate) -> Seal:
    """The signature of the newest edition as it is stored. Needs `editions` loaded."""
    newest = next(iter(certificate.editions.all()), None)
    if newest is None or newest.file is None:
        return NO_FILE
    try:
        return signatures.of_stored(files.read(newest.file))
    except DamagedFileError:
        return DAMAGED
