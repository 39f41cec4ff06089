"""HWPX files: valid by the library's own validators, the same text as the PDF, nobody's name inside."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hwpx.document import HwpxDocument
from hwpx.tools.package_validator import validate_package
from hwpx.tools.validator import validate_document
from lxml import etree

from app.printing.hwpx import hwpx
from app.printing.written import Heading, Line, Written, WrittenTable
from app.recruitment.documents.notice import notice_hwpx, notice_pdf, written_notice
from app.recruitment.notice_words import notice_text
from tests.printing.read import squeezed
from tests.recruitment import papers

SMALL = Written(
    title="모집 공고 A <B & R&D",
    number="관악구 공고 제2024-1호",
    intro="다음과 같이 모집합니다.",
    blocks=(
        Heading("1. 모집 인원"),
        Line("모집 인원: 29명"),
        Line("둘째 줄 <b>굵게</b> &#65;", 2),
        WrittenTable((("구분", 2, "center"), ("설명", 5, "left")), (("65세 미만", "하루 5시간"), ("65세 이상", "-"))),
    ),
    day="2024. 7. 1.",
    issuer="관악구청장",
)
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"


def _parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def texts_of(content: bytes) -> list[str]:
    """Every text of the body in reading order; the page number in the foot is not part of it."""
    root = etree.fromstring(_parts(content)["Contents/section0.xml"])
    for foot in root.iter(f"{HP}footer"):
        foot.clear()
    return ["".join(run.itertext()) for run in root.iter(f"{HP}t") if "".join(run.itertext())]


@pytest.fixture(scope="module")
def notice() -> Written:
    values = papers.notice_values_with()
    return written_notice(notice_text(values), values, draft=False, demo=False)


def test_passes_the_validators(notice: Written, tmp_path: Path) -> None:
    for name, paper in (("small", SMALL), ("notice", notice)):
        file = tmp_path / f"{name}.hwpx"
        file.write_bytes(hwpx(paper))
        assert validate_document(file).ok, name
        report = validate_package(file)
        assert report.ok, name
        assert not report.errors, name


def test_package_begins_with_its_type_and_all_its_xml_is_well_formed(notice: Written) -> None:
    content = notice_hwpx(notice)
    with ZipFile(BytesIO(content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert package.read("mimetype") == b"application/hwp+zip"
    assert content[30:38] == b"mimetype"
    for name, data in _parts(content).items():
        if name.endswith((".xml", ".hpf", ".rdf")):
            etree.fromstring(data)


def test_holds_exactly_the_texts_in_order() -> None:
    assert texts_of(hwpx(SMALL)) == list(SMALL.texts())


def test_notice_says_the_same_as_the_pdf(notice: Written) -> None:
    content = notice_hwpx(notice)
    assert texts_of(content) == list(notice.texts())
    pdf = re.sub(r"\s+", "", squeezed(notice_pdf(notice)))
    for text in texts_of(content):
        for word in text.split():
            assert word in pdf, word


def test_opens_again_with_its_headings_and_tables(notice: Written) -> None:
    document = HwpxDocument.open(BytesIO(notice_hwpx(notice)))
    tables = list(document.tables)
    assert len(tables) == 2
    assert [cell.text for cell in tables[0].rows[0].cells] == ["모집 구분", "나이", "모집 인원", "근로시간"]
    assert [cell.text for cell in tables[0].rows[1].cells][2] == "261명"


def test_same_paper_gives_the_same_bytes(notice: Written) -> None:
    assert notice_hwpx(notice) == notice_hwpx(notice)
    assert hwpx(SMALL) != notice_hwpx(notice)


def test_no_stranger_stands_in_the_properties() -> None:
    content = _parts(hwpx(SMALL))["Contents/content.hpf"].decode()
    assert "synthetic" not in content
    assert "fixture" not in content
    values = dict(re.findall(r'<opf:meta name="(\w+)" content="text">([^<]*)<', content))
    assert values == {
        "creator": "일터",
        "CreatedDate": "2024-01-01T00:00:00Z",
        "ModifiedDate": "2024-01-01T00:00:00Z",
    }
    assert "모집 공고 A &lt;B &amp; R&amp;D" in content


def test_control_characters_and_size_are_kept_out() -> None:
    odd = Written("제목\x00\x0b\u202e", "", "가\n나", (Line("넘" * 6_000),), "", "")
    texts = texts_of(hwpx(odd))
    assert "제목" in texts
    assert "가 나" in texts
    assert max(map(len, texts)) <= 5_000


def test_long_table_takes_seconds_not_minutes() -> None:
    rows = tuple((str(number), "세부사업", "부서", "5명", "3명", "-") for number in range(200))
    columns = tuple((name, 1.0, "center") for name in "가나다라마바")
    started = time.perf_counter()
    content = hwpx(Written("긴 표", "", "", (WrittenTable(columns, rows),), "", ""))  # type: ignore[arg-type]
    assert time.perf_counter() - started < 20
    assert texts_of(content).count("세부사업") == 200
