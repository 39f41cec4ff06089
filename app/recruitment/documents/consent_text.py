"""What each consent says: purpose, items, how long, and that one may refuse (개인정보 보호법 §15②, §17②, §22–24). Pure."""

from __future__ import annotations

from dataclasses import dataclass

GENERAL, UNIQUE, SENSITIVE, TO_OTHERS = "일반 개인정보", "고유식별정보", "민감정보", "제3자 제공"
REQUIRED, OPTIONAL = "필수", "선택"


@dataclass(frozen=True)
class ConsentText:
    """One purpose. ``kind`` keeps general, identifying and sensitive data apart; ``receiver`` only where it is passed on."""

    kind: str
    need: str
    basis: str
    purpose: str
    items: str
    refusal: str
    receiver: str = ""


_NEEDED = "동의하지 않을 수 있습니다. 동의하지 않으면 참여자격을 확인할 수 없어 신청할 수 없습니다."
TEXTS = {
    "personal": ConsentText(
        GENERAL,
        REQUIRED,
        "개인정보 보호법 제15조",
        "공공일자리 참여 신청의 접수, 참여자격 심사, 선발, 결과 안내",
        "성명, 생년월일, 성별, 주소, 전화번호, 세대원의 관계·성명·출생연도, 소득·재산, 취업취약계층 유형,"
        " 자격·면허, 참여 이력",
        _NEEDED,
    ),
    "unique_id": ConsentText(
        UNIQUE,
        REQUIRED,
        "개인정보 보호법 제24조·제24조의2, 고용정책 기본법 시행령 제43조의2제2항",
        "본인 확인, 중복·반복 참여 확인",
        "주민등록번호 또는 외국인등록번호",
        _NEEDED,
    ),
    "health": ConsentText(
        SENSITIVE,
        REQUIRED,
        "개인정보 보호법 제23조, 고용정책 기본법 시행령 제43조의2제2항",
        "근로할 수 있는 상태인지 확인",
        "건강정보(근로 가능 여부만, 진단명은 받지 않음)",
        _NEEDED,
    ),
    "criminal_record": ConsentText(
        SENSITIVE,
        "조회 대상 세부사업을 희망하면 필수",
        "개인정보 보호법 제23조",
        "아동·청소년 등을 대하는 세부사업에 배치하기 전 성범죄·아동학대 관련 범죄 경력 조회",
        "조회 결과의 적격·부적격 여부, 조회일, 회신번호(범죄 내용은 받지 않음)",
        "동의하지 않을 수 있습니다. 동의하지 않으면 조회가 필요한 세부사업에는 배치할 수 없습니다.",
    ),
    "third_party": ConsentText(
        TO_OTHERS,
        REQUIRED,
        "개인정보 보호법 제17조",
        "소득·재산·수급 여부와 일자리사업 중복·반복 참여 조회",
        "성명, 주민등록번호 또는 외국인등록번호, 참여 시작일·종료일",
        _NEEDED,
        "행복e음, 일모아, 고용보험, 사업자등록 조회를 맡은 기관",
    ),
    "messages": ConsentText(
        GENERAL,
        OPTIONAL,
        "개인정보 보호법 제15조",
        "접수, 보완, 결과의 문자 안내",
        "전화번호",
        "동의하지 않을 수 있습니다. 동의하지 않아도 신청과 선발에 불이익이 없습니다.",
    ),
}
