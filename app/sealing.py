"""Sealing of resident numbers, accounts and drafts: AES-256-GCM with a key version, and a keyed hash to find by.

개인정보의 안전성 확보조치 기준 §7: resident numbers are always encrypted; the keys stand outside the database.
Layout of a sealed value: one byte key version, 12 bytes nonce, cipher text with tag. The column's name is bound in,
so that a value copied to another column does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class SealBroken(Exception):
    """A sealed value does not open: wrong or missing key, or changed bytes."""


class Seal:
    """Seals and opens with the keys that ``set_keys`` was given; the highest version seals."""

    def __init__(self) -> None:
        self._keys: dict[int, AESGCM] = {}
        self._search_key = b""

    def set_keys(self, keys: Mapping[int, bytes], search_key: bytes) -> None:
        self._keys = {version: AESGCM(key) for version, key in keys.items()}
        self._search_key = search_key

    @property
    def version(self) -> int:
        return max(self._keys)

    def close(self, plain: str, column: str) -> bytes:
        nonce = os.urandom(12)
        return bytes([self.version]) + nonce + self._keys[self.version].encrypt(nonce, plain.encode(), column.encode())

    def open(self, sealed: bytes, column: str) -> str:
        """Raises SealBroken."""
        try:
            return self._keys[sealed[0]].decrypt(sealed[1:13], sealed[13:], column.encode()).decode()
        except (KeyError, IndexError, InvalidTag) as error:
            raise SealBroken(f"{column} cannot be opened") from error

    def find_by(self, plain: str, column: str) -> str:
        """HMAC-SHA-256 as hex: equal for equal values, useless without the key."""
        return hmac.new(self._search_key, f"{column}\0{plain}".encode(), hashlib.sha256).hexdigest()
