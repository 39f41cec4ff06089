"""The twenty 세부사업 of the demo (demo.md 7.1). Names marked 보도 appear in press; departments and seats are 예시.

Press counts 23 세부사업 for 2024 H2, so the eleven of 서울동행일자리 are a shortened list.
"""

from __future__ import annotations

from dataclasses import dataclass

DISTRICT_WIDE = "21개 동"


@dataclass(frozen=True, slots=True)
class Place:
    """One 세부사업. ``seats`` are 청년, 65세 미만, 65세 이상. ``sites``: names of worksites, or every 동 with a suffix."""

    programme: str
    name: str
    department: str
    task: str
    seats: tuple[int, int, int]
    sites: tuple[str, ...] = ()
    every_dong: str = ""
    qualification: str = ""
    checks: tuple[str, ...] = ()
    field_work: bool = False


SAFE_WITH_CHILDREN = ("sex_crime", "child_abuse")

DEPARTMENTS = (
    "일자리벤처과",
    "기획예산과",
    "재무과",
    "감사담당관",
    "청소행정과",
    "안전 담당 부서",
    "복지정책과",
    "동물보호 담당 부서",
    "청년정책과",
    "공원녹지과",
    "스마트정보과",
    "교통행정과",
    "도서관과",
    "생활복지과",
    "창업 담당 부서",
    "광고물 담당 부서",
    "동 주민센터",
)

# fmt: off
PLACES = (
    Place(
        "companion", "관악 청정삶터 이끄미", "청소행정과", "골목길 청소와 무단투기 계도", (0, 84, 63),
        every_dong="골목길", field_work=True,
    ),
    Place(
        "companion", "관악 안전 지킴이", "안전 담당 부서", "빗물받이와 보행로 순찰", (0, 30, 20),
        sites=("도림천 남쪽", "도림천 북쪽", "봉천 권역"), field_work=True,
    ),
    Place(
        "companion", "고독사 고위험군 전담 돌보미", "복지정책과", "안부 확인과 말벗", (0, 21, 0),
        every_dong="돌봄", qualification="사회복지사·요양보호사 우대",
    ),
    Place(
        "companion", "유기견 안전포획단", "동물보호 담당 부서", "유기견 포획과 인계", (0, 6, 0),
        sites=("구 전역",), qualification="1종 보통 운전면허 필수",
    ),
    Place(
        "companion", "청년 또래 서포터즈", "청년정책과", "청년시설 운영 지원", (15, 0, 0),
        sites=("청년시설",), qualification="만 18~39세",
    ),
    Place(
        "companion", "관악구 공원 돌보미", "공원녹지과", "공원 환경 정비", (0, 24, 25),
        sites=("낙성대 공원", "장군봉 공원", "관악산 입구"), field_work=True,
    ),
    Place(
        "companion", "우리동네 디지털 안내사", "스마트정보과", "스마트폰·키오스크 이용 안내", (12, 9, 0),
        sites=("복지관", "동 주민센터 순회"), qualification="스마트폰 활용 교육 가능",
    ),
    Place(
        "companion", "스쿨존 교통안전 지킴이", "교통행정과", "초등학교 통학로 안전 지도", (0, 0, 20),
        sites=("신림 권역 통학로", "봉천 권역 통학로"), checks=SAFE_WITH_CHILDREN,
    ),
    Place(
        "companion", "구립도서관 이용 안내", "도서관과", "도서 정리와 이용 안내", (10, 6, 0),
        sites=("구립도서관",), checks=SAFE_WITH_CHILDREN,
    ),
    Place(
        "companion", "동 주민센터 민원 안내", "동 주민센터", "민원 서식 작성과 창구 안내", (18, 36, 10),
        every_dong="주민센터",
    ),
    Place(
        "companion", "푸드뱅크마켓 운영 지원", "생활복지과", "기부 물품 정리와 배분", (0, 6, 0),
        sites=("푸드뱅크마켓",), qualification="운전 가능자 우대",
    ),
    Place(
        "gangamchan", "골목길 환경정비", "청소행정과", "골목길 청소와 잡초 제거", (0, 21, 147),
        every_dong="골목길", field_work=True,
    ),
    Place(
        "gangamchan", "내방민원 안내", "동 주민센터", "민원실 안내", (0, 21, 42),
        sites=("구청 민원실", "동 민원실"),
    ),
    Place(
        "gangamchan", "공공일자리 업무지원", "일자리벤처과", "서류 정리와 자료 입력", (0, 8, 0),
        sites=("구청",), qualification="한글·엑셀 가능, 개인정보 서약",
    ),
    Place(
        "gangamchan", "관내 창업시설 운영 지원", "창업 담당 부서", "창업시설 안내", (0, 5, 6),
        sites=("창업시설",),
    ),
    Place(
        "community", "찾아가는 칼갈이·우산수리센터", "일자리벤처과", "칼갈이와 우산 수리", (0, 4, 2),
        sites=("순회",), qualification="수리 경험 우대, 운전면허 1명",
    ),
    Place(
        "community", "공원 환경 및 시설물 가꾸기", "공원녹지과", "꽃밭과 시설물 손질", (0, 3, 4),
        sites=("공원",), field_work=True,
    ),
    Place(
        "community", "폐현수막 재생", "광고물 담당 부서", "현수막으로 자루와 가방 만들기", (0, 2, 3),
        sites=("보관창고",), qualification="재봉 가능자 우대",
    ),
    Place(
        "community", "폐자원 수거·분류 재활용", "청소행정과", "재활용품 선별", (0, 2, 5),
        sites=("선별장",), field_work=True,
    ),
    Place(
        "community", "가로변 녹지대 환경 예찰 보안관", "동 주민센터", "서원동 녹지대 순찰", (0, 2, 2),
        sites=("서원동",), field_work=True,
    ),
)
# fmt: on
