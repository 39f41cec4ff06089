"""참여자격 심사: each rule on either side of its limit, the sentences word for word, and the verdict."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.criteria import (
    RULE_CODES,
    AgeLimit,
    IncomeLimit,
    NoLimit,
    PropertyLimit,
    QuitLimit,
    RepeatLimit,
    shipped_set,
)
from app.rules.eligibility import (
    EarlyQuit,
    Facts,
    Finding,
    ForeignStatus,
    Judge,
    Known,
    MedianIncome,
    OtherJob,
    PastRound,
    Restriction,
    SameHousehold,
    ScreeningTerms,
    StreamAges,
    check_placement,
    facts_digest,
    rounds_within,
    screen,
)
from app.rules.eligibility_sentences import say
from app.shared.canonical import canonical_json
from app.shared.errors import RuleBroken

MEDIANS = {
    year: MedianIncome.from_value({"by_size": sums, "each_further": further}, year)
    for year, sums, further in [
        (2022, [1944812, 3260085, 4194701, 5121080, 6024515, 6907004, 7780592], 873588),
        (2023, [2077892, 3456155, 4434816, 5400964, 6330688, 7227981, 8107515], 879534),
        (2024, [2228445, 3682609, 4714657, 5729913, 6695735, 7618369, 8514994], 896625),
        (2025, [2392013, 3932658, 5025353, 6097773, 7108192, 8064805, 8988428], 923623),
        (2026, [2564238, 4199292, 5359036, 6494738, 7556719, 8555952, 9515150], 959198),
        (2027, [2736042, 4480645, 5718091, 6929885, 8063019, 9129201, 10152665], 1023464),
    ]
}
DOCUMENT = shipped_set("companion", 2024, 2).document
TERMS = ScreeningTerms(
    age_on=date(2024, 7, 1),
    residence_on=date(2024, 7, 1),
    starts_on=date(2024, 7, 1),
    ends_on=date(2024, 11, 30),
    median=MEDIANS[2024],
    streams={
        "youth": StreamAges("청년", 18, 39),
        "under65": StreamAges("65세 미만", 18, 64),
        "senior": StreamAges("65세 이상", 65, None),
    },
)
EVERY = DOCUMENT
for _code in ("business", "official_family", "public_pension", "employed"):
    EVERY = EVERY.settled(_code, "방침 2024-9", on=True, limits=NoLimit())
ON = tuple(rule.code for rule in DOCUMENT.rules_on)
LOOKED = date(2024, 6, 10)
GOOD = Facts(
    born_on=date(1966, 4, 12),
    stream="under65",
    district="관악구",
    dong="신림동",
    household_size=2,
    income_won=Known(2_480_000, 2_480_000, "행복e음", LOOKED),
    property_won=Known(182_000_000, 182_000_000, "행복e음", LOOKED),
    past_looked_up_on=LOOKED,
    household_checked=True,
    other_jobs_looked_up_on=LOOKED,
    living_benefit=Known(False, False, "행복e음", LOOKED),
    unemployment_benefit=Known(False, False, "고용24", LOOKED),
    student=False,
    able_to_work=True,
    papers_required=5,
    work_ban=False,
    business=Known(False, False, "국세청", LOOKED),
    official_family=Known(False),
    public_pension=Known(False, False, "국민연금공단", LOOKED),
    employed=Known(False, False, "고용보험", LOOKED),
)


def finding(code, facts, document=EVERY, terms=TERMS, today=None):
    return next(one for one in screen(facts, document, terms, today).findings if one.rule == code)


def said(code, facts, **more):
    """The sentence with its no-break spaces as plain ones, so that the cases read like wording.md."""
    return say(finding(code, facts, **more).sentence).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("year", "percent", "ceilings"),
    [
        (2022, 70, [1361368, 2282060, 2936291, 3584756, 4217161]),
        (2023, 75, [1558419, 2592116, 3326112, 4050723, 4748016]),
        (2024, 80, [1782756, 2946087, 3771726, 4583930, 5356588]),
        (2024, 70, [1559912, 2577826, 3300260, 4010939, 4687015]),
        (2025, 80, [1913610, 3146126, 4020282, 4878218, 5686554]),
        (2025, 70, [1674409, 2752861, 3517747, 4268441, 4975734]),
        (2026, 85, [2179602, 3569398, 4555181, 5520527, 6423211]),
        (2026, 70, [1794967, 2939504, 3751325, 4546317, 5289703]),
        (2027, 85, [2325636, 3808548, 4860377, 5890402, 6853566]),
    ],
)
def test_income_ceilings_of_each_year_flip_at_the_won(year, percent, ceilings):
    terms = replace(TERMS, median=MEDIANS[year])
    document = DOCUMENT.with_rule("income", limits=IncomeLimit(percent))

    for size, ceiling in enumerate(ceilings, 1):
        at = replace(GOOD, household_size=size, income_won=Known(looked_up=ceiling))
        above = replace(at, income_won=Known(looked_up=ceiling + 1))
        assert finding("income", at, document, terms).limit == ceiling
        assert finding("income", at, document, terms).met is True
        assert finding("income", above, document, terms).met is False


@pytest.mark.parametrize(
    ("year", "eight"), [(2022, 8_654_180), (2023, 8_987_049), (2025, 9_912_051), (2026, 10_474_348)]
)
def test_eight_and_more_people_add_the_last_step(year, eight):
    median = MEDIANS[year]

    assert median.of(8) == eight
    assert median.of(10) == eight + 2 * median.each_further
    assert MEDIANS[2024].share(4, 60) == 3_437_948


@pytest.mark.parametrize(
    "value",
    [{"by_size": [1] * 6, "each_further": 1}, {"by_size": [1] * 7, "each_further": 0},
     {"by_size": [1.5] * 7, "each_further": 1}],
)  # fmt: skip
def test_a_median_income_with_gaps_is_refused(value):
    with pytest.raises(RuleBroken, match="1인부터 7인까지"):
        MedianIncome.from_value(value, 2024)


def test_missing_median_income_is_an_error_and_no_pass():
    with pytest.raises(RuleBroken, match="기준 중위소득이 없습니다"):
        screen(GOOD, DOCUMENT, replace(TERMS, median=None))
    off = DOCUMENT.with_rule("income", on=False)
    assert screen(GOOD, off, replace(TERMS, median=None)).verdict == "eligible"


def test_one_household_size_may_have_its_own_percent():
    document = DOCUMENT.with_rule("income", limits=IncomeLimit(80, by_size=((1, 120),)))

    assert finding("income", replace(GOOD, household_size=1), document).limit == 2_674_134
    assert finding("income", GOOD, document).limit == 2_946_087


def past(label, started_on, ended_on=None, programme="companion", months=5):
    return PastRound(programme, label, started_on, ended_on or started_on + timedelta(days=150), months)


LAST = past("2024년 상반기", date(2024, 2, 1))
BEFORE = past("2023년 하반기", date(2023, 7, 1))
OVERLAPPING = OtherJob("노인일자리", date(2024, 11, 30), date(2024, 12, 31))

# rule, changes to a good application, outcome, figure, and the sentence of wording.md 3
CASES = [
    ("age", {}, True, 58, "2024. 7. 1. 현재 만 58세입니다(기준 만 18세 이상)."),
    ("age", {"born_on": date(2006, 7, 1), "stream": "youth"}, True, 18,
     "2024. 7. 1. 현재 만 18세입니다(기준 만 18세 이상)."),
    ("age", {"born_on": date(2006, 7, 2), "stream": "youth"}, False, 17,
     "2024. 7. 1. 현재 만 17세입니다. 만 18세 이상부터 신청할 수 있습니다."),
    ("age", {"born_on": None}, None, None, "생년월일을 확인할 수 없습니다. 신분증을 확인해 주세요."),
    ("residence", {}, True, "관악구", "2024. 7. 1. 현재 주민등록지가 관악구(신림동)입니다."),
    ("residence", {"district": "동작구"}, False, "동작구",
     "2024. 7. 1. 현재 주민등록지가 동작구입니다. 관악구민만 신청할 수 있습니다."),
    ("residence", {"district": None}, None, None,
     "주민등록지를 확인하지 않았습니다. 등본이나 행정정보 공동이용으로 확인해 주세요."),
    ("income", {}, True, 2_480_000,
     "가구 소득 월 2,480,000원입니다. 기준 2,946,087원(2인, 중위소득 80%) 이하입니다."),
    ("income", {"income_won": Known(3_120_000)}, False, 3_120_000,
     "가구 소득 월 3,120,000원으로, 기준 2,946,087원(2인, 중위소득 80%)보다 173,913원 많습니다."),
    ("income", {"income_won": Known(2_946_087)}, None, 2_946_087,
     "소득 조회 결과가 없습니다. 신고 소득은 월 2,946,087원, 기준은 2,946,087원입니다."),
    ("income", {"income_won": Known()}, None, None, "소득 조회 결과가 없습니다. 기준은 2,946,087원입니다."),
    ("income", {"income_won": Known(3_120_000, 2_946_087)}, True, 2_946_087,
     "가구 소득 월 2,946,087원입니다. 기준 2,946,087원(2인, 중위소득 80%) 이하입니다."),
    ("income", {"income_won": Known(0, 2_946_088)}, False, 2_946_088,
     "가구 소득 월 2,946,088원으로, 기준 2,946,087원(2인, 중위소득 80%)보다 1원 많습니다."),
    ("property", {"property_won": Known(looked_up=499_000_000)}, True, 499_000_000,
     "가구 재산 499,000,000원입니다. 기준 499,000,000원 이하입니다."),
    ("property", {"property_won": Known(looked_up=499_000_001)}, False, 499_000_001,
     "가구 재산 499,000,001원으로, 기준 499,000,000원보다 1원 많습니다."),
    ("property", {"property_won": Known(182_000_000)}, None, 182_000_000,
     "재산 조회 결과가 없습니다. 신고 재산은 182,000,000원입니다."),
    ("property", {"property_won": Known()}, None, None, "재산 조회 결과가 없습니다."),
    ("repeat", {}, True, 1, "최근 2년 동안 이번 신청을 포함해 1회입니다(한도 2회)."),
    ("repeat", {"past": (LAST,)}, True, 2, "최근 2년 동안 이번 신청을 포함해 2회입니다(한도 2회)."),
    ("repeat", {"past": (LAST, BEFORE)}, False, 3,
     "이번 신청을 포함하면 최근 2년 동안 3회입니다. 한도는 2회입니다(2023년 하반기, 2024년 상반기)."),
    ("repeat", {"past": (LAST, BEFORE), "past_looked_up_on": None}, False, 3,
     "이번 신청을 포함하면 최근 2년 동안 3회입니다. 한도는 2회입니다(2023년 하반기, 2024년 상반기)."),
    ("repeat", {"past": (LAST, past("2022년 하반기", date(2022, 7, 1)))}, False, 3,
     "이번 신청을 포함하면 최근 2년 동안 3회입니다. 한도는 2회입니다(2022년 하반기, 2024년 상반기)."),
    ("repeat", {"past": (LAST, past("2022년 상반기", date(2022, 6, 30)))}, True, 2,
     "최근 2년 동안 이번 신청을 포함해 2회입니다(한도 2회)."),
    ("repeat", {"past": (LAST,), "past_looked_up_on": None}, None, 2, "일모아 참여 이력을 조회하지 않았습니다."),
    ("household", {}, True, 1, "같은 세대의 다른 신청이 없습니다."),
    ("household", {"same_household": SameHousehold("대학동", date(2024, 5, 8))}, False, 2,
     "같은 세대의 신청이 이미 있습니다(대학동, 2024. 5. 8.). 한 세대에서 한 사람만 참여할 수 있습니다."),
    ("household", {"household_checked": False}, None, None, "세대 구성을 확인하지 않았습니다."),
    ("overlap", {}, True, 0, "기간이 겹치는 다른 일자리사업이 없습니다."),
    ("overlap", {"other_jobs": (OtherJob("앞 사업", date(2024, 2, 1), date(2024, 6, 30)),
                                OtherJob("뒤 사업", date(2024, 12, 1), date(2024, 12, 31)))}, True, 0,
     "기간이 겹치는 다른 일자리사업이 없습니다."),
    ("overlap", {"other_jobs": (OVERLAPPING,), "other_jobs_looked_up_on": None}, False, 1,
     "「노인일자리」 참여 기간(2024. 11. 30.~2024. 12. 31.)과 1일 겹칩니다."),
    ("overlap", {"other_jobs_looked_up_on": None, "other_jobs_declared": False}, None, None,
     "다른 일자리사업 참여 여부를 조회하지 않았습니다."),
    ("living_benefit", {}, True, False, "생계급여 수급자가 아닙니다."),
    ("living_benefit", {"living_benefit": Known(False, True)}, False, True,
     "생계급여 수급자는 이번 공고에 참여할 수 없습니다."),
    ("living_benefit", {"living_benefit": Known(True)}, False, True, "생계급여 수급자는 이번 공고에 참여할 수 없습니다."),
    ("living_benefit", {"living_benefit": Known(True, False)}, True, False, "생계급여 수급자가 아닙니다."),
    ("living_benefit", {"living_benefit": Known(False)}, None, False, "수급 여부를 조회하지 않았습니다."),
    ("unemployment_benefit", {}, True, False, "실업급여를 받고 있지 않습니다."),
    ("unemployment_benefit", {"unemployment_benefit": Known(looked_up=True), "unemployment_until": date(2024, 9, 30)},
     False, True, "실업급여 수급 중(2024. 9. 30.까지)이어서 참여할 수 없습니다."),
    ("unemployment_benefit", {"unemployment_benefit": Known(True)}, False, True,
     "실업급여 수급 중이어서 참여할 수 없습니다."),
    ("unemployment_benefit", {"unemployment_benefit": Known()}, None, None,
     "실업급여 수급 여부를 조회하지 않았습니다."),
    ("student", {"student_note": "휴학"}, True, False, "재학생이 아닙니다(휴학)."),
    ("student", {}, True, False, "재학생이 아닙니다."),
    ("student", {"student": True, "school": "한울대학교"}, False, True, "한울대학교 재학 중이어서 참여할 수 없습니다."),
    ("student", {"student": None}, None, None, "재학·휴학 증명이 없습니다."),
    ("health", {}, True, True, "근로에 지장이 없다고 확인했습니다."),
    ("health", {"able_to_work": False, "health_paper": "근로능력 평가서"}, False, False,
     "근로가 어려운 상태로 확인했습니다(근로능력 평가서)."),
    ("health", {"able_to_work": None}, None, None,
     "건강 상태 확인이 필요합니다. 진단명을 적지 말고 근로 가능 여부만 적어 주세요."),
    ("papers", {}, True, 0, "필요한 서류 5건을 모두 받았습니다."),
    ("papers", {"papers_missing": ("아동학대 전력조회 동의서",), "papers_due_on": date(2024, 7, 15)}, None, 1,
     "아동학대 전력조회 동의서 보완이 필요합니다(기한 2024. 7. 15.(월))."),
    ("papers", {"papers_missing": ("신청서",)}, None, 1, "신청서 보완이 필요합니다."),
    ("quit_ban", {}, True, None, "참여 제한 기간이 아닙니다."),
    ("quit_ban", {"early_quits": (EarlyQuit("2024년 상반기", date(2023, 6, 30), False),)}, True, "2024-06-30",
     "참여 제한 기간이 아닙니다."),
    ("quit_ban", {"early_quits": (EarlyQuit("2024년 상반기", date(2023, 7, 1), False),)}, False, "2024-07-01",
     "2024년 상반기 중도 포기로 2024. 7. 1.까지 참여할 수 없습니다."),
    ("quit_ban", {"early_quits": (EarlyQuit("2024년 상반기", date(2023, 7, 1), None, "가족 돌봄"),)}, None, "2024-07-01",
     "중도 포기 사유가 정당한지 확인해 주세요(가족 돌봄)."),
    ("quit_ban", {"early_quits": (EarlyQuit("2024년 상반기", date(2023, 7, 1), True),)}, True, "2024-07-01",
     "참여 제한 기간이 아닙니다."),
    ("residence_status", {}, True, None, "내국인이어서 체류자격을 묻지 않습니다."),
    ("residence_status", {"foreign": ForeignStatus("F-6", date(2024, 11, 30))}, True, "F-6",
     "체류자격 F-6으로 참여할 수 있습니다(2024. 11. 30.까지)."),
    ("residence_status", {"foreign": ForeignStatus("F-5")}, True, "F-5", "체류자격 F-5로 참여할 수 있습니다."),
    ("residence_status", {"foreign": ForeignStatus("F-6", date(2024, 11, 29))}, None, "F-6",
     "체류자격 만료일(2024. 11. 29.)이 사업 종료일보다 이릅니다."),
    ("residence_status", {"foreign": ForeignStatus("E-7", date(2030, 1, 1))}, False, "E-7",
     "체류자격 E-7은 이번 공고의 참여 대상이 아닙니다."),
    ("residence_status", {"foreign": ForeignStatus("F-4")}, False, "F-4",
     "체류자격 F-4는 이번 공고의 참여 대상이 아닙니다."),
    ("residence_status", {"foreign": ForeignStatus("")}, None, "",
     "체류자격을 확인하지 않았습니다. 외국인등록증을 확인해 주세요."),
    ("work_ban", {}, True, False, "취업제한 대상이 아닙니다."),
    ("work_ban", {"work_ban": True, "work_ban_until": date(2024, 6, 30)}, True, True, "취업제한 대상이 아닙니다."),
    ("work_ban", {"work_ban": True, "work_ban_until": date(2024, 7, 1)}, False, True,
     "취업제한 기간(2024. 7. 1.까지)입니다."),
    ("work_ban", {"work_ban": True}, False, True, "취업제한 기간입니다."),
    ("work_ban", {"work_ban": None}, None, None, "확인서를 받지 않았습니다."),
    ("stream", {}, True, 58, "2024. 7. 1. 현재 만 58세로 「65세 미만」에 신청할 수 있습니다."),
    ("stream", {"born_on": date(1984, 7, 2), "stream": "youth"}, True, 39,
     "2024. 7. 1. 현재 만 39세로 「청년」에 신청할 수 있습니다."),
    ("stream", {"born_on": date(1984, 7, 1), "stream": "youth"}, False, 40,
     "2024. 7. 1. 현재 만 40세입니다. 「청년」은 만 18세 이상 만 39세 이하만 신청할 수 있습니다."),
    ("stream", {"born_on": date(2000, 1, 1), "stream": "under65"}, True, 24,
     "2024. 7. 1. 현재 만 24세로 「65세 미만」에 신청할 수 있습니다."),
    ("stream", {"born_on": date(1959, 7, 2)}, True, 64, "2024. 7. 1. 현재 만 64세로 「65세 미만」에 신청할 수 있습니다."),
    ("stream", {"born_on": date(1959, 7, 1)}, False, 65,
     "2024. 7. 1. 현재 만 65세입니다. 「65세 미만」은 만 18세 이상 만 64세 이하만 신청할 수 있습니다."),
    ("stream", {"born_on": date(1959, 7, 2), "stream": "senior"}, False, 64,
     "2024. 7. 1. 현재 만 64세입니다. 「65세 이상」은 만 65세 이상만 신청할 수 있습니다."),
    ("stream", {"stream": ""}, None, 58, "모집 구분을 고르지 않았습니다."),
    ("stream", {"born_on": None}, None, None, "생년월일을 확인할 수 없습니다. 신분증을 확인해 주세요."),
    ("head_ban", {}, True, None, "참여를 제한한 기록이 없습니다."),
    ("head_ban", {"restriction": Restriction("허위 신청", date(2024, 6, 30))}, True, "허위 신청",
     "참여 제한(허위 신청)이 2024. 6. 30.에 끝났습니다."),
    ("head_ban", {"restriction": Restriction("허위 신청", date(2024, 7, 1))}, False, "허위 신청",
     "참여 제한(허위 신청)으로 2024. 7. 1.까지 참여할 수 없습니다."),
    ("head_ban", {"restriction": Restriction("허위 신청")}, False, "허위 신청", "참여 제한(허위 신청)으로 참여할 수 없습니다."),
    ("business", {}, True, False, "사업자등록이 없습니다."),
    ("business", {"business": Known(False, True)}, False, True, "사업자등록이 있어 참여할 수 없습니다."),
    ("business", {"business": Known(False, True), "business_exception": "closed"}, True, True,
     "사업자등록이 있으나 예외입니다(휴업)."),
    ("business", {"business": Known(False, True), "business_exception": "rental"}, True, True,
     "사업자등록이 있으나 예외입니다(무고용 임대업)."),
    ("business", {"business": Known(False, True), "business_exception": "없음"}, False, True,
     "사업자등록이 있어 참여할 수 없습니다."),
    ("business", {"business": Known(True)}, False, True, "사업자등록이 있어 참여할 수 없습니다."),
    ("business", {"business": Known(False)}, None, False, "사업자등록 여부를 조회하지 않았습니다."),
    ("official_family", {}, True, False, "공무원의 배우자나 자녀가 아닙니다."),
    ("official_family", {"official_family": Known(True)}, False, True,
     "공무원의 배우자나 자녀는 이번 공고에 참여할 수 없습니다."),
    ("official_family", {"official_family": Known(False, True)}, False, True,
     "공무원의 배우자나 자녀는 이번 공고에 참여할 수 없습니다."),
    ("official_family", {"official_family": Known()}, None, None,
     "공무원 가족인지 확인하지 않았습니다. 본인에게 확인해 주세요."),
    ("public_pension", {}, True, False, "공적연금을 받고 있지 않습니다."),
    ("public_pension", {"public_pension": Known(False, True)}, False, True,
     "공적연금 수령자는 이번 공고에 참여할 수 없습니다."),
    ("public_pension", {"public_pension": Known(False)}, None, False, "공적연금 수령 여부를 조회하지 않았습니다."),
    ("employed", {}, True, False, "고용보험에 가입한 다른 일자리가 없습니다."),
    ("employed", {"employed": Known(looked_up=True)}, False, True, "고용보험에 가입해 취업 중이어서 참여할 수 없습니다."),
    ("employed", {"employed": Known()}, None, None, "취업 여부(고용보험)를 조회하지 않았습니다."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "changes", "met", "figure", "sentence"),
    CASES,
    ids=[f"{number} {case[0]}" for number, case in enumerate(CASES)],
)
def test_each_rule_on_either_side_of_its_limit(code, changes, met, figure, sentence):
    facts = replace(GOOD, **changes)

    found = finding(code, facts)

    assert (found.met, found.figure) == (met, figure)
    assert said(code, facts) == sentence
    bit = 1 << RULE_CODES.index(code)
    failed, review = Judge(EVERY, TERMS).masks(facts)
    assert (bool(failed & bit), bool(review & bit)) == (met is False, met is None)


@pytest.mark.parametrize(
    ("today", "met", "sentence"),
    [
        (None, None, "동의서, 신청서 보완이 필요합니다(기한 2024. 7. 15.(월))."),
        (date(2024, 7, 15), None, "동의서, 신청서 보완이 필요합니다(기한 2024. 7. 15.(월))."),
        (date(2024, 7, 16), False, "보완 기한 2024. 7. 15.(월)까지 동의서, 신청서를 받지 못했습니다."),
    ],
    ids=["no day given", "on the due day", "the day after"],
)
def test_missing_papers_bar_from_the_day_after_they_were_due(today, met, sentence):
    facts = replace(GOOD, papers_missing=("동의서", "신청서"), papers_due_on=date(2024, 7, 15))

    assert finding("papers", facts, today=today).met is met
    assert said("papers", facts, today=today) == sentence


def test_particle_follows_the_last_missing_paper():
    facts = replace(GOOD, papers_missing=("가점 증빙",), papers_due_on=date(2024, 7, 15))

    assert "가점 증빙을 받지" in said("papers", facts, today=date(2024, 7, 16))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("income", {"income_won": Known(2_946_087)}),
        ("property", {"property_won": Known(499_000_000)}),
        ("repeat", {"past": (LAST,), "past_looked_up_on": None}),
        ("overlap", {"other_jobs_declared": False, "other_jobs_looked_up_on": None}),
        ("living_benefit", {"living_benefit": Known(False)}),
        ("unemployment_benefit", {"unemployment_benefit": Known(False)}),
        ("business", {"business": Known(False)}),
        ("public_pension", {"public_pension": Known(False)}),
        ("employed", {"employed": Known(False)}),
    ],
)
def test_a_notice_may_say_that_the_declaration_is_enough(code, changes):
    facts = replace(GOOD, **changes)
    trusting = EVERY.with_rule(code, declared_is_enough=True)

    assert finding(code, facts).met is None
    assert finding(code, facts, trusting).met is True
    assert screen(facts, trusting, TERMS).verdict == "eligible"


@pytest.mark.parametrize("code", ["income", "property", "overlap", "living_benefit", "unemployment_benefit"])
def test_nothing_declared_is_still_no_pass_where_declarations_are_enough(code):
    empty = {"income": {"income_won": Known()}, "property": {"property_won": Known()},
             "overlap": {"other_jobs_looked_up_on": None}, "living_benefit": {"living_benefit": Known()},
             "unemployment_benefit": {"unemployment_benefit": Known()}}  # fmt: skip

    assert finding(code, replace(GOOD, **empty[code]), DOCUMENT.with_rule(code, declared_is_enough=True)).met is None


def test_declared_and_looked_up_both_stay_in_the_finding():
    facts = replace(GOOD, income_won=Known(2_480_000, 3_120_000, "행복e음", LOOKED))

    values = finding("income", facts).sentence.values

    assert (values["declared"], values["looked_up"]) == (2_480_000, 3_120_000)
    assert (values["source"], values["looked_up_on"], values["over"]) == ("행복e음", "2024-06-10", 173_913)


def test_income_finding_names_the_table_it_used():
    median = MedianIncome(2024, MEDIANS[2024].by_size, 896_625, "보건복지부고시 제2023-150호")

    basis = finding("income", GOOD, terms=replace(TERMS, median=median)).basis

    assert basis.endswith("2024년 2인 기준 중위소득 3,682,609원(보건복지부고시 제2023-150호)")


@pytest.mark.parametrize(("months", "met"), [(10, True), (9, False)])
def test_months_of_the_window_are_counted_with_this_term(months, met):
    document = DOCUMENT.with_rule("repeat", limits=RepeatLimit(2, 5, months=months))
    facts = replace(GOOD, past=(LAST,))

    assert finding("repeat", facts, document).met is met
    if not met:
        assert said("repeat", facts, document=document).endswith("10개월입니다. 한도는 9개월입니다.")


@pytest.mark.parametrize(("most", "met"), [(3, True), (2, False)])
def test_half_years_in_a_row_are_counted_with_this_one(most, met):
    document = DOCUMENT.with_rule("repeat", limits=RepeatLimit(2, 5, consecutive=most))
    gap = past("2022년 하반기", date(2022, 7, 1))

    assert finding("repeat", replace(GOOD, past=(LAST, BEFORE, gap)), document).met is met
    assert finding("repeat", replace(GOOD, past=(LAST, gap)), document).met is True


def test_only_the_programmes_that_the_notice_names_count():
    document = DOCUMENT.with_rule("repeat", limits=RepeatLimit(2, 2, programmes=("companion",)))
    other = past("지역공동체", date(2023, 7, 1), programme="community")

    assert finding("repeat", replace(GOOD, past=(LAST, other)), document).met is True
    assert finding("repeat", replace(GOOD, past=(LAST, other))).met is False


def test_this_very_round_is_not_counted_as_a_past_one():
    assert rounds_within([past("이번", date(2024, 7, 1))], date(2024, 7, 1), 2) == []


def test_upper_age_limit_has_its_own_sentence():
    document = DOCUMENT.with_rule("age", limits=AgeLimit(18, 57))

    assert said("age", GOOD, document=document) == "2024. 7. 1. 현재 만 58세입니다. 만 57세 이하만 신청할 수 있습니다."


def test_counter_picture_is_barred_by_income_with_one_paper_to_bring():
    facts = replace(
        GOOD,
        income_won=Known(3_120_000),
        property_won=Known(182_000_000),
        past=(LAST,),
        past_looked_up_on=None,
        other_jobs_looked_up_on=None,
        living_benefit=Known(False),
        unemployment_benefit=Known(False),
        papers_missing=("아동학대 전력조회 동의서",),
        papers_due_on=date(2024, 7, 15),
    )

    found = screen(facts, DOCUMENT, TERMS, today=date(2024, 7, 8))

    assert found.verdict == "ineligible"
    assert say(found.sentence) == "부적격: 소득 조건을 충족하지 못했습니다."
    assert [one.rule for one in found.findings if one.met is None] == [
        "property", "repeat", "overlap", "living_benefit", "unemployment_benefit", "papers",
    ]  # fmt: skip
    assert tuple(one.rule for one in found.findings) == ON


def test_verdict_sentences():
    two = replace(GOOD, district="동작구", student=True)
    unknown = replace(GOOD, student=None, able_to_work=None, work_ban=None)

    assert say(screen(GOOD, DOCUMENT, TERMS).sentence) == "적격: 조건 17개를 모두 충족했습니다."
    assert say(screen(two, DOCUMENT, TERMS).sentence) == "부적격: 거주 등 2개 조건을 충족하지 못했습니다."
    assert say(screen(unknown, DOCUMENT, TERMS).sentence) == "확인 필요: 3개 항목을 확인하면 판정합니다."
    assert screen(unknown, DOCUMENT, TERMS).verdict == "needs_review"
    assert screen(replace(unknown, district="동작구"), DOCUMENT, TERMS).verdict == "ineligible"


def test_an_application_with_nothing_known_passes_no_rule_that_needs_evidence():
    found = screen(Facts(born_on=None), DOCUMENT, TERMS)

    assert found.verdict == "needs_review"
    assert [one.rule for one in found.findings if one.met] == ["papers", "quit_ban", "residence_status", "head_ban"]


@pytest.mark.parametrize(
    ("free", "sentence"),
    [
        (True, "조회 결과 해당 없음(회신 2024. 7. 3.)."),
        (False, "해당 세부사업에 배치할 수 없습니다."),
        (None, "조회 회신 전입니다. 배치할 수 없습니다."),
    ],
)
def test_placement_check_tells_no_reason(free, sentence):
    found = check_placement(free, date(2024, 7, 3))

    assert found.met is free
    assert say(found.sentence).replace("\u00a0", " ") == sentence


def test_findings_survive_the_database():
    for changes in ({}, {"district": None}, {"income_won": Known(9_999_999)}):
        for one in screen(replace(GOOD, **changes), DOCUMENT, TERMS).findings:
            assert Finding.from_json(one.to_json()) == one
            assert canonical_json(one.to_json())


def test_digest_of_facts_changes_with_any_fact():
    assert facts_digest(GOOD) == facts_digest(replace(GOOD))
    assert facts_digest(GOOD) != facts_digest(replace(GOOD, past=(LAST,)))


three = st.sampled_from([True, False, None])
won = st.integers(0, 1_000_000_000)
people = st.builds(
    replace,
    st.just(GOOD),
    born_on=st.none() | st.dates(date(1930, 1, 1), date(2010, 1, 1)),
    stream=st.sampled_from(["youth", "under65", "senior", ""]),
    district=st.sampled_from(["관악구", "동작구", None]),
    household_size=st.integers(1, 12),
    income_won=st.builds(Known, st.none() | won, st.none() | won),
    property_won=st.builds(Known, st.none() | won, st.none() | won),
    past=st.lists(st.dates(date(2020, 1, 1), date(2024, 12, 31)).map(lambda day: past("지난", day)), max_size=4).map(
        tuple
    ),
    past_looked_up_on=st.sampled_from([LOOKED, None]),
    same_household=st.sampled_from([None, SameHousehold("대학동", LOOKED)]),
    household_checked=st.booleans(),
    other_jobs=st.sampled_from([(), (OVERLAPPING,)]),
    other_jobs_looked_up_on=st.sampled_from([LOOKED, None]),
    living_benefit=st.builds(Known, three, three),
    unemployment_benefit=st.builds(Known, three, three),
    student=three,
    able_to_work=three,
    work_ban=three,
    foreign=st.sampled_from([None, ForeignStatus("F-6", LOOKED), ForeignStatus("E-9"), ForeignStatus("")]),
    early_quits=st.lists(
        st.builds(EarlyQuit, st.just("지난"), st.dates(date(2023, 1, 1), date(2024, 12, 31)), three), max_size=3
    ).map(tuple),
    papers_missing=st.sampled_from([(), ("신청서",)]),
    restriction=st.sampled_from([None, Restriction("허위 신청", LOOKED), Restriction("허위 신청")]),
    business=st.builds(Known, three, three),
    business_exception=st.sampled_from(["", "closed", "rental", "없음"]),
    official_family=st.builds(Known, three, three),
    public_pension=st.builds(Known, three, three),
    employed=st.builds(Known, three, three),
)


@given(people)
def test_masks_findings_and_verdict_always_agree(facts):
    found = screen(facts, EVERY, TERMS)

    assert Judge(EVERY, TERMS).masks(facts) == (found.failed_mask, found.review_mask)
    for code, one in zip(RULE_CODES, found.findings, strict=True):
        bit = 1 << RULE_CODES.index(code)
        assert one.rule == code
        assert one.met is (None if found.review_mask & bit else not found.failed_mask & bit)
        assert say(one.sentence)
    expected = "ineligible" if found.failed_mask else "needs_review" if found.review_mask else "eligible"
    assert found.verdict == expected


@given(people, st.sampled_from(RULE_CODES))
def test_turning_a_rule_off_removes_exactly_its_finding(facts, code):
    before = screen(facts, EVERY, TERMS)

    after = screen(facts, EVERY.with_rule(code, on=False), TERMS)

    assert after.findings == tuple(one for one in before.findings if one.rule != code)


@given(st.integers(1, 20), st.integers(1, 200), st.integers(0, 10**8))
def test_income_flips_exactly_at_the_limit(size, percent, income):
    document = DOCUMENT.with_rule("income", limits=IncomeLimit(percent))
    one = finding("income", replace(GOOD, household_size=size, income_won=Known(looked_up=income)), document)

    assert one.met is (income <= one.limit)
    exact = MEDIANS[2024].of(size) * percent
    assert -50 < one.limit * 100 - exact <= 50


@given(st.integers(0, 10**9), st.integers(-2, 2))
def test_property_flips_exactly_at_the_limit(limit, off):
    document = DOCUMENT.with_rule("property", limits=PropertyLimit(limit))
    facts = replace(GOOD, property_won=Known(looked_up=max(0, limit + off)))

    assert finding("property", facts, document).met is (max(0, limit + off) <= limit)


@given(st.integers(0, 6), st.integers(1, 6))
def test_repeat_flips_exactly_at_the_limit(rounds, most):
    document = DOCUMENT.with_rule("repeat", limits=RepeatLimit(5, most))
    facts = replace(GOOD, past=tuple(past(str(n), date(2024, 1, 1) - timedelta(days=180 * n)) for n in range(rounds)))

    assert finding("repeat", facts, document).met is (rounds + 1 <= most)


def quit_met(*quits: EarlyQuit, months: int = 12) -> bool | None:
    document = DOCUMENT.settled("quit_ban", "일자리벤처과-1", limits=QuitLimit(months))
    found = screen(replace(GOOD, early_quits=quits), document, TERMS).findings
    return next(one.met for one in found if one.rule == "quit_ban")


@pytest.mark.parametrize(
    ("left_on", "months", "expected"),
    [
        (date(2023, 12, 31), 6, True),
        (date(2024, 1, 1), 6, False),
        (date(2022, 7, 1), 24, False),
        (date(2024, 11, 30), 12, False),
        (date(2024, 12, 1), 12, True),
    ],
    ids=["day after the ban", "last day of the ban", "longer ban", "left within the term", "left after the term"],
)
def test_a_quit_bars_for_the_months_of_the_notice_and_never_in_hindsight(left_on, months, expected):
    assert quit_met(EarlyQuit("지난", left_on, False), months=months) is expected


def test_of_several_quits_the_one_without_a_just_reason_counts():
    misconduct = EarlyQuit("2023년 하반기", date(2023, 9, 1), False)
    later = EarlyQuit("2024년 상반기", date(2024, 3, 1), None)
    over = EarlyQuit("2022년 상반기", date(2022, 3, 1), False)
    assert quit_met(misconduct, later) is quit_met(later, misconduct) is False
    assert quit_met(later, over) is None
