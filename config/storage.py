"""Static files in production: names with a hash, compressed beforehand."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Stylesheets are rewritten to the hashed names. Scripts are left as they came: vendored ones name source maps that are not shipped."""

    patterns = tuple((kind, rules) for kind, rules in CompressedManifestStaticFilesStorage.patterns if kind != "*.js")
