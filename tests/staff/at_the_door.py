"""What people do at the door."""

from flask.testing import FlaskClient

from tests.staff.makers import PASSWORD, typed


def enter(client: FlaskClient, account: str, password: str = PASSWORD, **more: str) -> int:
    """Sign in as somebody would; returns the status of the answer."""
    return client.post("/sign-in", data=typed(account, password, **more)).status_code


def is_in(client: FlaskClient) -> bool:
    """Whether whoever uses the client is signed in."""
    return client.get("/account").status_code == 200
