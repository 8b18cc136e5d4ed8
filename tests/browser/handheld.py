"""What a test does with a keeper's phone."""

from playwright.sync_api import BrowserContext


class Line:
    """The network between a phone and the centre, which can be cut."""

    def __init__(self, context: BrowserContext):
        self._context = context

    def cut(self) -> None:
        """Not a byte goes either way."""
        self._context.set_offline(True)

    def mend(self) -> None:
        """It is back."""
        self._context.set_offline(False)
