"""Who opens the pages of cases."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.makers import make_codes

SignIn = Callable[..., Any]


@pytest.fixture
def registrar(signed_in: SignIn) -> Any:
    make_codes()
    return signed_in("registrar")
