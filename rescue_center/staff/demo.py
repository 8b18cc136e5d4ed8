"""The people of the demo centre: one per role, for trying the application out."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.policy import Role
from rescue_center.staff import passwords, rules, sign_in
from rescue_center.staff.acts import record
from rescue_center.staff.models import Person

#: Account (which is the role's name), name, job title, licence number.
PEOPLE = (
    (Role.KEEPER, "សុខ ដារា Sok Dara", "Senior keeper, primates", ""),
    (Role.VET, "ចាន់ សុភា Chan Sophea", "Head veterinarian", "KH-VET-0417"),
    (Role.COORDINATOR, "Nguyễn Thị Hạnh", "Release coordinator", ""),
    (Role.REGISTRAR, "គឹម វណ្ណា Kim Vanna", "Registrar", ""),
    (Role.OFFICER, "Lim Rithy", "Case officer", ""),
    (Role.MANAGER, "Helen Marsh", "Centre manager", ""),
    (Role.ADMIN, "Ouk Piseth", "Administrator", ""),
    (Role.INSPECTOR, "Marie Lefèvre", "CITES inspector", ""),
)
INSPECTION = timedelta(days=90)
WORDS = """
    amber bamboo banyan basket bridge candle canoe cinnamon cloud coconut copper coral cotton
    dragonfly ferry fig garden ginger harbour island jasmine kettle lagoon lantern lemon lotus
    mango market meadow monsoon moonlight morning mountain orchard paddle palm papaya pebble
    pepper pineapple pottery rain rice river saffron sail sandal shell silk silver sugar summer
    sunrise tamarind teak temple thunder turmeric valley velvet village waterfall willow window
""".split()  # noqa: SIM905


def ensure_people(at: datetime) -> dict[Role, Person]:
    """The demo's people, made where they are missing. Accounts of real people are left alone."""
    found = {role: rules.by_account(role.value) or _add(role, at) for role, *_ in PEOPLE}
    demo = {role: person for role, person in found.items() if person.is_demo}
    for role, person in demo.items():
        if role not in person.roles_at(at):
            until = at + INSPECTION if role is Role.INSPECTOR else None
            rules.grant(person, role, by=None, at=at, until=until)
    return demo


def _add(role: Role, at: datetime) -> Person:
    _, name, job_title, licence_no = next(one for one in PEOPLE if one[0] is role)
    person = rules.add_person(
        account=role.value, name=name, job_title=job_title, licence_no=licence_no,
        is_demo=True, by=None, at=at,
    )  # fmt: skip
    db.session.flush()
    return person


def set_passwords(password: str, *, at: datetime) -> None:
    """Give every demo account this password, and end its sessions."""
    kept = passwords.hash_of(password)
    for person in db.session.scalars(sa.select(Person).where(Person.is_demo)):
        person.password_hash, person.password_set_at = kept, at
        sign_in.end_all(person, at=at, why="demo password set")
        record("set a password", person, by=None, at=at)


def fresh_password() -> str:
    """Three different words and a number: readable, and another at every start."""
    words = secrets.SystemRandom().sample(WORDS, 3)
    return "-".join([*words, str(secrets.randbelow(90) + 10)])
