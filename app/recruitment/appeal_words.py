"""이의신청 in Korean: states, outcomes, steps, and the first draft of an answer from the findings. Pure."""

from __future__ import annotations

from app.recruitment.models import Verdict
from app.recruitment.words import VERDICT_LABELS
from app.rules.eligibility import Screening as Outcome
from app.rules.eligibility_sentences import say
from app.shared.sentences import josa

STATES = {
    "received": ("bg-light-primary", "접수"),
    "proposed": ("bg-light-warning", "결재 대기"),
    "decided": ("bg-light-success", "답변함"),
    "withdrawn": ("bg-light-gray", "취하"),
}
OUTCOMES = {"upheld": "인용", "partly": "일부 인용", "rejected": "기각"}
OUTCOME_BADGES = {"upheld": "bg-light-success", "partly": "bg-light-information", "rejected": "bg-light-danger"}
NO_TRIBUNAL = (
    "이의신청은 행정심판이 아닙니다. 이의신청과 관계없이 행정심판이나 행정소송을 낼 수 있습니다(민원처리법 §35)."
)

AFTER_SELECTION = (
    "선발은 끝났습니다. 추가 선발이나 예비에 넣을지는 선발 담당이 공고의 「순위·선발」에서 예비 순번을 확인하고 방침으로 정합니다. "
    "자동으로 선발되지는 않습니다."
)
BRING_BACK = (
    "인용한 이의신청입니다. 선발 담당이 이의신청 화면에서 미선발한 신청을 「심사함」으로 되돌려 다시 판정합니다."
)


def window_sentence(days: int) -> str:
    """wording.md 2: what is uncertain about the days."""
    return f"공고문의 기간({days}일)을 따릅니다. 거부처분으로 보는 경우 60일(민원처리법 §35)."


def answer_sentence(days: int) -> str:
    """What is uncertain about the day of the answer."""
    return f"답변 기한은 공고문의 {days}일입니다. 거부처분으로 보는 경우 10일, 한 번 10일까지 늘림(민원처리법 §35)."


def suggested_outcome(before: str, after: str) -> str:
    """인용 where the verdict came to 적격, 기각 where nothing changed, 일부 인용 between."""
    if after == before:
        return "rejected"
    return "upheld" if after == Verdict.ELIGIBLE else "partly"


def first_answer(before: str, after: str, outcome: Outcome | None) -> str:
    """A draft from the findings as they are now; the office writes the answer."""
    was, now = VERDICT_LABELS[Verdict(before)], VERDICT_LABELS[Verdict(after)]
    if after == before:
        head = f"제출한 자료와 조회 결과로 다시 확인했으나 판정은 「{now}」 그대로입니다."
    else:
        particle = josa(now, "으로/로").removeprefix(now)
        head = f"제출한 자료와 조회 결과로 다시 심사하여 판정을 「{was}」에서 「{now}」{particle} 바꾸었습니다."
    open_ones = (
        [one for one in outcome.findings if one.met is not True] if outcome and after != Verdict.ELIGIBLE else []
    )
    return "\n".join([head, *(f"{say(one.sentence)} 근거: {one.basis}." for one in open_ones)])
