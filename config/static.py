"""Static files where nobody waits for a build."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """As in production, but gzip alone: brotli's last 15 % cost half a minute at each start."""

    def create_compressor(self, **options) -> Compressor:
        return Compressor(use_brotli=False, **options)
