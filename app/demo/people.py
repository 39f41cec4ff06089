"""Synthetic people, the same for the same seed. Plain values: no database, no clock.

Resident numbers are obviously synthetic (model.md 4): born before 2006, digits 8–11 are 0000, and the old checksum is
wrong, which no number issued before 2020 can be. House numbers begin at 9000 and telephones with 010-0000: neither
exists in the district.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.names import BANKS, GIVEN_NAMES, ROADS, SURNAMES
from app.rules.resident_number import parse
from app.shared.periods import add_months

LAST_BIRTH = date(2005, 12, 31)
CAST_PHONES = frozenset({"4821", "4822", "4823", "4824", "4825", "4826"})
"""Tails kept for the people whom the demo's story names."""


@dataclass(frozen=True, slots=True)
class Synthetic:
    """One invented person. ``resident_number`` is 13 digits; ``account`` an account number of an invented bank."""

    resident_number: str
    name: str
    born_on: date
    sex: str
    phone: str
    dong_code: str
    postcode: str
    road_address: str
    address_detail: str
    bank: str
    account: str

    @property
    def phone_tail(self) -> str:
        return self.phone[-4:]


class People:
    """Makes people one after the other; no two share a resident number, a telephone or an address."""

    def __init__(self, random: Random, dong_codes: tuple[str, ...], kept_names: Collection[str] = ()) -> None:
        """``kept_names`` are given to nobody by chance."""
        self._random = random
        self._names = [
            surname + given for surname in SURNAMES for given in GIVEN_NAMES if surname + given not in kept_names
        ]
        self._dong_codes = dong_codes
        self._serials: Counter[tuple[date, str]] = Counter()
        tails = [f"{tail:04d}" for tail in range(10_000)]
        self._tails = [tail for tail in tails if tail not in CAST_PHONES]
        random.shuffle(self._tails)
        self.made: list[Synthetic] = []

    def add(
        self,
        born_on: date,
        *,
        name: str = "",
        sex: str = "",
        dong_code: str = "",
        phone_tail: str = "",
    ) -> Synthetic:
        """One person born on that day; what is not given is drawn."""
        random, number = self._random, len(self.made)
        sex = sex or ("female" if random.random() < 0.58 else "male")
        name = name or random.choice(self._names)
        road, block = random.choice(ROADS), f"{9000 + number // 10}-{number % 10 + 1}"
        person = Synthetic(
            resident_number=self._resident_number(born_on, sex),
            name=name,
            born_on=born_on,
            sex=sex,
            phone=f"010-0000-{phone_tail or self._tails.pop()}",
            dong_code=dong_code or random.choice(self._dong_codes),
            postcode="08800",
            road_address=f"서울특별시 관악구 {road} {block}",
            address_detail=f"{random.randint(1, 15)}0{number % 9 + 1}호",
            bank=random.choice(BANKS),
            account=f"000-{number + 1:06d}-00{number % 97:02d}",
        )
        self.made.append(person)
        return person

    def spare_phone(self) -> str:
        """The telephone of somebody who is no person of the demo, such as who applies for another."""
        return f"010-0000-{self._tails.pop()}"

    def of_age(self, youngest: int, oldest: int, on: date) -> Synthetic:
        """Somebody who is between these ages (만, both inclusive) on that day."""
        return self.add(self.birth(youngest, oldest, on))

    def number_of_a_relative(self, of: Synthetic) -> str:
        """The resident number of a head of household who is nobody in the demo: it is kept as a keyed hash only."""
        born_on = min(LAST_BIRTH, of.born_on + timedelta(days=self._random.randrange(-1500, 1500)))
        return self._resident_number(born_on, "male" if of.sex == "female" else "female")

    def birth(self, youngest: int, oldest: int, on: date) -> date:
        first = add_months(on, -12 * (oldest + 1)) + timedelta(days=1)
        last = min(add_months(on, -12 * youngest), LAST_BIRTH)
        return first + timedelta(days=self._random.randrange((last - first).days + 1))

    def _resident_number(self, born_on: date, sex: str) -> str:
        """Digits 12 and 13 count up; a number whose old checksum would fit is passed over."""
        century = (1 if born_on.year < 2000 else 3) + (sex == "female")
        while True:
            serial = self._serials[born_on, sex]
            if serial > 99:
                raise ValueError(f"no synthetic number left for {born_on}")
            self._serials[born_on, sex] += 1
            digits = f"{born_on:%y%m%d}{century}0000{serial:02d}"
            if not parse(digits).checksum_matches:
                return digits
