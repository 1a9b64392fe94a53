"""The secret that a signed-in browser holds. Only its hash is stored, so a copy of the database opens nothing."""

import hashlib
import secrets

TOKEN_BYTES = 32
"""256 bits: beyond guessing, so a plain fast hash protects it, without salt."""


def new_token() -> str:
    """A fresh random token, safe in a cookie and in a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
