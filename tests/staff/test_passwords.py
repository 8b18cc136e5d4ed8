"""Which passwords are refused and why, and how they are kept."""

import pytest

from rescue_center import clock
from rescue_center.errors import Refused
from rescue_center.staff import passwords
from tests.staff.makers import PASSWORD, make_person

NOW = clock.now()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least 10 characters"),
        ("nine char", "at least 10 characters"),
        ("x" * 201, "at most 200 characters"),
        ("password123", "leaked passwords"),
        ("Passw0rd123!", "leaked passwords"),
        ("qwertyuiop1", "leaked passwords"),
        ("aaaaaaaaaaaa", "too easy to guess"),
        ("2016-06-04", "too easy to guess"),
        ("gibbons of sok.dara", "account name"),
        ("rescue-CENTER 99", "name of the centre"),
        ("ilovesovannara", "person's name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(typed: str, why: str) -> None:
    said = passwords.weakness(typed, "sok.dara", "Sok Sovannara", "Rescue Center")
    assert said is not None
    assert why in said


def test_good_passwords_pass() -> None:
    for typed in ("three tall bamboo ladders", "ខ្ញុំស្រលាញ់ព្រៃ", "hRk29!fLq0", "x" * 3 + "canoe lemon"):
        assert passwords.weakness(typed, "dara", "Sok Dara", "Rescue Center") is None


@pytest.mark.usefixtures("app")
class TestKept:
    """With an application, for the parameters of the hash."""

    def test_a_password_is_kept_as_argon2id(self) -> None:
        kept = passwords.hash_of(PASSWORD)
        assert kept.startswith("$argon2id$")
        assert passwords.matches(kept, PASSWORD)
        assert not passwords.matches(kept, PASSWORD + " ")
        assert not passwords.matches(kept, "")
        assert len(kept) <= 200

    def test_the_same_letters_typed_in_another_way_are_the_same_password(self) -> None:
        assert passwords.matches(passwords.hash_of("Nguyễn"), "Nguyễn")

    def test_nobody_has_the_password_of_nobody(self) -> None:
        assert not passwords.matches(None, "nobody's password")
        assert not passwords.matches("not a hash", "x")

    def test_odd_bytes_do_not_break_it(self) -> None:
        for typed in ("\0" * 12, "\ud800" * 12, "x" * 100_000):
            assert not passwords.matches(passwords.hash_of("another"), typed)

    def test_a_change_needs_the_present_password_and_a_new_one(self) -> None:
        person = make_person(password=PASSWORD)
        for old, new, field in (
            ("wrong", "three tall ladders", "old"), (PASSWORD, PASSWORD, "new"),
            (PASSWORD, "short", "new"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                passwords.change(person, old, new, at=NOW, keep=None)
            assert refused.value.field == field
        passwords.change(person, PASSWORD, "three tall ladders", at=NOW, keep=None)
        assert passwords.matches(person.password_hash, "three tall ladders")


def test_defaults_are_costly_enough(own_app: object) -> None:
    from rescue_center.config import SETTINGS

    assert int(SETTINGS["ARGON2_MEMORY_KIB"][0]) >= 19 * 1024
    hasher = passwords._hasher_of(int(SETTINGS["ARGON2_MEMORY_KIB"][0]))
    assert (hasher.type.name, hasher.time_cost >= 2) == ("ID", True)
