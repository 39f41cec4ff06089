"""Why a file is not read, in the words of the person who chose it."""

from __future__ import annotations

from app.shared.errors import RuleBroken

WAY_OUT = "엑셀에서 「다른 이름으로 저장 → Excel 통합 문서(*.xlsx)」로 저장한 뒤 다시 올려 주세요."

EMPTY = "빈 파일입니다. 양식을 내려받아 내용을 적고 다시 올려 주세요."
TEXT = f"엑셀(XLSX) 파일이 아니라 글자 파일입니다. {WAY_OUT}"
CSV = f"CSV 파일은 한글과 앞자리 0이 깨질 수 있어 받지 않습니다. {WAY_OUT}"
OLD_EXCEL = f"예전 엑셀(XLS) 파일입니다. {WAY_OUT}"
MACRO = "매크로가 든 엑셀(XLSM) 파일은 받지 않습니다. " + WAY_OUT
BINARY_EXCEL = f"엑셀 바이너리(XLSB) 파일입니다. {WAY_OUT}"
LOCKED = "비밀번호로 잠긴 파일입니다. 엑셀에서 암호를 풀어 저장한 뒤 다시 올려 주세요."
HWP = "한글(HWP) 문서입니다. 표를 엑셀 양식에 옮겨 XLSX로 올려 주세요."
WORD = "엑셀 파일이 아니라 다른 문서입니다. 표를 엑셀 양식에 옮겨 XLSX로 올려 주세요."
PDF = "PDF 파일입니다. 내용을 엑셀 양식에 옮겨 XLSX로 올려 주세요."
ODS = f"ODS 파일입니다. {WAY_OUT}"
ZIP = "압축 파일의 이름만 바꾼 것입니다. 압축을 풀고 그 안의 XLSX 파일을 올려 주세요."
BROKEN = f"파일이 깨져 읽을 수 없습니다. 엑셀에서 열리는지 확인하고, 열리면 {WAY_OUT}"
UNKNOWN = f"엑셀(XLSX) 파일이 아닙니다. {WAY_OUT}"
TOO_HEAVY = "안에 든 내용이 너무 커서 열지 않았습니다. 양식을 새로 내려받아 값만 옮긴 뒤 다시 올려 주세요."
TOO_SLOW = "파일을 읽는 데 너무 오래 걸려 멈췄습니다. 양식을 새로 내려받아 값만 옮긴 뒤 다시 올려 주세요."


class SheetRefused(RuleBroken):
    """The file as a whole cannot be read; the sentence says why and what to do."""
