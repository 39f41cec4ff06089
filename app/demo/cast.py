"""The people whom the demo's story names (demo.md 7.4): who they are, and in which rounds they took part. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.demo.people import People, Synthetic

SINRIM, DAEHAK, SEONGHYEON = "1162069500", "1162073500", "1162056500"
COMPANION = "2024H1-companion"


@dataclass(frozen=True, slots=True)
class Role:
    """One named person. ``rounds``: cohort codes with the stream; ``tail``: last digits of the telephone."""

    name: str
    born_on: date
    sex: str
    dong_code: str
    story: str
    rounds: tuple[tuple[str, str], ...] = ()
    tail: str = ""


WORKED = ((COMPANION, "under65"),)
ROLES = (
    Role("임찬솔", date(1971, 9, 14), "male", DAEHAK, "만근한 참여자", WORKED),
    Role("조새봄", date(1983, 2, 27), "female", SEONGHYEON, "3월 6일 결근, 13일 연차", WORKED),
    Role("문여울", date(1959, 5, 20), "female", SINRIM, "5월에 65세: 고용보험 계속", WORKED),
    Role("손바람", date(1964, 4, 12), "male", DAEHAK, "4월에 60세: 국민연금 상실", WORKED),
    Role("남소담", date(1972, 6, 30), "female", SINRIM, "의료급여 수급: 건강보험 제외", WORKED),
    Role("백우람", date(1980, 8, 19), "male", SINRIM, "3월 15일 취업으로 종료", WORKED),
    Role(
        "윤아름", date(1976, 11, 3), "female", SINRIM, "3월 7일 30분 지각; 이번에 신청하면 2년 안 세 번째",
        (("2023H1-companion", "under65"), *WORKED), "4822",
    ),
    Role(
        "김가온", date(1966, 4, 12), "female", SINRIM, "다시 온 신청인(지난 신청 2024. 1. 12.)",
        (("2023H2-gangamchan", "under65"),), "4821",
    ),
    Role(
        "한누리", date(1970, 3, 22), "male", SINRIM, "배우자가 대학동에서 이미 신청",
        (("2023H2-companion", "under65"),), "4823",
    ),
    Role("서단비", date(1957, 10, 8), "female", SINRIM, "대리신청으로 접수해 볼 사람", (("2023H1-community", "senior"),), "4824"),
    Role(
        "오마루", date(1958, 12, 1), "male", SINRIM, "강감찬 2024년 상반기가 7월까지라 기간이 겹침",
        (("2024H1-gangamchan", "senior"),), "4825",
    ),
    Role("황나리", date(1979, 1, 17), "female", SINRIM, "막힘 없이 접수되는 사람", (("2023H1-gangamchan", "under65"),), "4826"),
    Role("고그루", date(1975, 5, 26), "female", DAEHAK, "3월 18일 예비에서 충원"),
)  # fmt: skip
SPOUSE = Role("배은솔", date(1972, 7, 7), "female", DAEHAK, "한누리의 배우자, 대학동에서 신청")
NAMES = frozenset(role.name for role in (*ROLES, SPOUSE))


def appear(people: People) -> dict[str, Synthetic]:
    """Make everybody of the story, by name."""
    return {
        role.name: people.add(
            role.born_on, name=role.name, sex=role.sex, dong_code=role.dong_code, phone_tail=role.tail
        )
        for role in (*ROLES, SPOUSE)
    }


def places(made: dict[str, Synthetic]) -> dict[str, list[tuple[Synthetic, str]]]:
    """Cohort code → (person, stream), in the order of ``ROLES``."""
    found: dict[str, list[tuple[Synthetic, str]]] = {}
    for role in ROLES:
        for code, stream in role.rounds:
            found.setdefault(code, []).append((made[role.name], stream))
    return found
