"""Who may call what, and who sees which class of facts: deny by default.

Every endpoint carries `@allow(...)`; :func:`undeclared` lists those that do not, and the
application refuses to start while there are any. Classes of sensitive facts are decided here and
nowhere else: templates, exports and papers ask :func:`sees`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person does at the centre; a person may hold several."""

    KEEPER = "keeper"
    VET = "vet"
    COORDINATOR = "coordinator"
    REGISTRAR = "registrar"
    OFFICER = "officer"
    MANAGER = "manager"
    ADMIN = "admin"
    INSPECTOR = "inspector"

    @property
    def label(self) -> str:
        """The role in the words of the staff list."""
        return _LABELS[self]


_LABELS = {
    Role.KEEPER: "Keeper",
    Role.VET: "Vet",
    Role.COORDINATOR: "Release coordinator",
    Role.REGISTRAR: "Registrar",
    Role.OFFICER: "Case officer",
    Role.MANAGER: "Manager",
    Role.ADMIN: "Administrator",
    Role.INSPECTOR: "Inspector",
}

#: Roles that meet animals at work. The administrator keeps accounts and sees no animal.
CARE = ("keeper", "vet", "coordinator", "registrar", "officer", "manager", "inspector")


@dataclass(frozen=True)
class Policy:
    """Who may call an endpoint: anybody, anybody signed in, the named roles; or, instead of a
    person, a telephone that the centre enrolled."""

    public: bool = False
    staff: bool = False
    phone: bool = False
    roles: frozenset[Role] = frozenset()

    def admits(self, roles: Iterable[Role] | None) -> bool:
        """Whether somebody with `roles` may call it; None is a person who is not signed in."""
        if self.public:
            return True
        if roles is None:
            return False
        return self.staff or not self.roles.isdisjoint(roles)


def allow(*who: str) -> Callable[[View], View]:
    """Declare who may call a view: `"public"`, `"staff"` (anyone signed in) or role names; or
    `"phone"`, an enrolled telephone, which is then `g.caller`."""
    if not who:
        raise ValueError("allow() needs at least one of: public, staff, phone, a role")
    policy = Policy(
        public="public" in who,
        staff="staff" in who,
        phone="phone" in who,
        roles=frozenset(Role(w) for w in who if w not in ("public", "staff", "phone")),
    )

    def declare(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return declare


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What `allow` declared for a view, if anything."""
    return getattr(view, "policy", None)


def undeclared(views: dict[str, Callable[..., Any]]) -> list[str]:
    """The endpoints without a policy. Flask's own `static` serves public files only."""
    return sorted(e for e, v in views.items() if e != "static" and policy_of(v) is None)


class Facts(StrEnum):
    """A class of facts that not everybody may see (the table in docs/operations.md)."""

    HUSBANDRY = "husbandry"
    CLINICAL = "clinical"
    CUSTODY = "custody"
    COORDINATES = "coordinates"
    JOURNAL = "journal"


_SEES: dict[Facts, frozenset[Role]] = {
    Facts.HUSBANDRY: frozenset(Role) - {Role.ADMIN},
    Facts.CLINICAL: frozenset({Role.VET, Role.OFFICER, Role.MANAGER, Role.INSPECTOR,
                               Role.COORDINATOR}),
    Facts.CUSTODY: frozenset({Role.VET, Role.REGISTRAR, Role.OFFICER, Role.MANAGER,
                              Role.INSPECTOR, Role.COORDINATOR}),
    Facts.COORDINATES: frozenset({Role.REGISTRAR, Role.OFFICER, Role.MANAGER, Role.COORDINATOR}),
    Facts.JOURNAL: frozenset({Role.OFFICER, Role.MANAGER, Role.INSPECTOR}),
}  # fmt: skip


def sees(roles: Iterable[Role] | None, facts: Facts) -> bool:
    """Whether somebody with `roles` may see this class of facts; nobody sees none."""
    return roles is not None and not _SEES[facts].isdisjoint(roles)


def shown(told: Mapping[str, Any], roles: Iterable[Role] | None) -> dict[str, Any]:
    """Facts kept by name (a journal's before and after), those of a class that `roles` may not
    see replaced by the word `withheld`: a key that is the name of a class belongs to it."""
    held = {facts.value for facts in Facts if not sees(roles, facts)}
    return {key: "withheld" if key in held else value for key, value in told.items()}
