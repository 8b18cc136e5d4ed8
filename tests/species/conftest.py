"""The reference data, for tests of the pages about them."""

import pytest
from sqlalchemy.orm import Session, scoped_session

from rescue_center.species.load import load
from tests.makers import AT


@pytest.fixture
def loaded(session: scoped_session[Session]) -> scoped_session[Session]:
    """The session, with the reference data in it."""
    load(at=AT)
    session.flush()
    return session
