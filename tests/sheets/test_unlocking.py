"""Files behind a password: opened at the usual cost, refused before any hashing where they ask for more."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import pytest
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from olefile import OleFileIO

from app.sheets.columns import Column
from app.sheets.listing import write_list
from app.sheets.locking import encrypt
from app.sheets.refusals import SheetRefused
from app.sheets.unlocking import unlock

PASSWORD = "correct-horse-7"
PLAIN = write_list("명단", (Column("name", "성명"),), [["김가온"]])
LOCKED = encrypt(PLAIN, PASSWORD)
USUAL = b'spinCount="100000"'
BROKEN = "파일이 깨져"


def described(change: Callable[[bytes], bytes], header: bytes | None = None) -> bytes:
    """The same locked file with another description of how it is locked."""
    with OleFileIO(io.BytesIO(LOCKED)) as ole:
        info, package = (ole.openstream(name).read() for name in ("EncryptionInfo", "EncryptedPackage"))
    kept = io.BytesIO()
    ECMA376Encrypted(package, (info[:8] if header is None else header) + change(info[8:])).write_to(kept)
    return kept.getvalue()


def spun(text: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(USUAL, text)


def test_the_usual_file_opens_with_its_password_only() -> None:
    assert unlock(LOCKED, PASSWORD) == PLAIN
    assert unlock(described(lambda xml: xml), PASSWORD) == PLAIN
    with pytest.raises(SheetRefused, match="맞지 않습니다"):
        unlock(LOCKED, "Wrong-password-1")


@pytest.mark.parametrize(("spins", "opens"), [(200_000, True), (200_001, False)])
def test_the_limit_of_hashing(spins: int, opens: bool) -> None:
    locked = ECMA376Agile.encrypt(PASSWORD, io.BytesIO(PLAIN), spin_count=spins)
    if opens:
        assert unlock(locked, PASSWORD) == PLAIN
    else:
        with pytest.raises(SheetRefused, match=BROKEN):
            unlock(locked, PASSWORD)


@pytest.mark.parametrize("text", [b"spinCount='100000'", b'spinCount = "100000"', b'spinCount\n=\t"100000"'])
def test_other_spellings_of_the_usual_cost_open(text: bytes) -> None:
    assert unlock(described(spun(text)), PASSWORD) == PLAIN


def to_utf16(xml: bytes) -> bytes:
    return xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def with_default(xml: bytes) -> bytes:
    """The number comes from a default of the document type, not from the element."""
    head, mark, rest = spun(b"")(xml).partition(b"?>")
    name = b"p:encryptedKey"
    return head + mark + b"<!DOCTYPE encryption [<!ATTLIST " + name + b' spinCount CDATA "0999999">]>' + rest


def with_entity(xml: bytes) -> bytes:
    head, mark, rest = spun(b'spinCount="&dear;"')(xml).partition(b"?>")
    return head + mark + b'<!DOCTYPE encryption [<!ENTITY dear "0999999">]>' + rest


@pytest.mark.parametrize(
    "change",
    [
        spun(b'spinCount="999999"'),
        spun(b"spinCount='999999'"),
        spun(b'spinCount = "0999999"'),
        spun(b'spinCount="&#57;99999"'),
        spun(b'spinCount=" 0999999 "'),
        spun(b'spinCount="0_999_999"'),
        spun('spinCount="９999999"'.encode()),
        spun(b'spinCount="-1"'),
        spun(b'spinCount=""'),
        spun(b""),
        spun(USUAL + b' p:spinCount="999999"'),
        lambda xml: xml.replace(b"<keyData ", b'<keyData spinCount="999999" '),
        lambda xml: to_utf16(spun(b'spinCount="999999"')(xml)),
        with_default,
        with_entity,
        lambda xml: xml[:-20],
        lambda xml: xml + b"<",
        lambda xml: xml.replace(b"saltValue=", b"saltless="),
        lambda xml: xml.replace(b'keyBits="256"', b'keyBits="x"'),
        lambda xml: xml.replace(b'hashAlgorithm="SHA512"', b'hashAlgorithm="SHA0"'),
        lambda _: b"",
        lambda _: b"\xff\xfe\x00",
        lambda xml: xml + b" " * 2_500,
    ],
)
def test_what_asks_for_more_or_is_malformed_is_refused_at_once(change: Callable[[bytes], bytes]) -> None:
    locked, began = described(change), time.process_time()

    with pytest.raises(SheetRefused, match=BROKEN):
        unlock(locked, PASSWORD)

    assert time.process_time() - began < 0.2


@pytest.mark.parametrize("header", [b"", b"\x04", b"\x04\x00\x02\x00\x24\x00\x00\x00", b"\x03\x00\x03\x00" + b"\0" * 4])
def test_another_way_of_locking_is_refused(header: bytes) -> None:
    with pytest.raises(SheetRefused, match=BROKEN):
        unlock(described(lambda _: b"", header), PASSWORD)


@pytest.mark.parametrize("cut", [600, 1_000, 2_048, len(LOCKED) - 600])
def test_a_file_cut_short_is_refused(cut: int) -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(SheetRefused):
        unlock(LOCKED[:cut] + (b"" if name in LOCKED[:cut] else name), PASSWORD)
