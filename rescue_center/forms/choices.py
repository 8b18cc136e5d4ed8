"""One of a list, one of a few, several of them, and boxes to tick."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import wtforms
from wtforms import widgets
from wtforms.fields.choices import Choice, SelectFieldBase  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from rescue_center.forms.base import Needed, Optional, Own, lacking
from rescue_center.tongues import option

#: `(value, words)` pairs, or such pairs by the heading they stand under.
Listed = Iterable[tuple[Any, str]] | Mapping[str, Iterable[tuple[Any, str]]]


class ChoiceField(Own, SelectFieldBase):
    """One of a list, with an empty first line so that nothing is chosen by accident.

    Choices are `(value, words)`, given here or set by the view before it validates; `coerce`
    turns the text into the value kept (`coerce=int` for ids, an enum for its members).
    """

    widget: Any = widgets.Select()

    def __init__(
        self,
        label: str = "",
        validators: Iterable[Any] = (),
        *,
        choices: Listed = (),
        coerce: Callable[[str], Any] = str,
        empty: str = "Choose…",
        **rest: Any,
    ):
        self.choices, self.coerce, self.empty = choices, coerce, empty
        if label:
            choose = f"Choose one: {label[:1].lower()}{label[1:]}."
            rest["missing"] = rest.get("missing") or lacking(label, choose)
        super().__init__(label, [*validators], **rest)

    def read(self, text: str) -> Any:
        try:
            return self.coerce(text)
        except (ValueError, KeyError):
            raise ValueError(f"{self.label.text}: choose one of the list.") from None

    def pre_validate(self, form: Any) -> None:
        listed = {_text(value) for value, _ in _flat(self.choices)}
        if self.typed and not self.process_errors and self.typed not in listed:
            raise ValidationError(f"{self.label.text}: choose one of the list.")

    def iter_choices(self) -> Iterator[Any]:
        """The empty line, then the choices."""
        yield Choice("", option(self.empty), not self._now(), {})
        yield from self._shown(_flat(self.choices))

    def has_groups(self) -> bool:
        return isinstance(self.choices, Mapping)

    def iter_groups(self) -> Iterator[Any]:
        """The choices under their headings."""
        yield None, [Choice("", option(self.empty), not self._now(), {})]
        if isinstance(self.choices, Mapping):
            for heading, pairs in self.choices.items():
                yield option(heading), list(self._shown(pairs))

    def _now(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else _text(self.data)

    def _shown(self, pairs: Iterable[tuple[Any, str]]) -> Iterator[Any]:
        now = self._now()
        return (Choice(_text(v), option(words), now == _text(v), {}) for v, words in pairs)


class RadioField(ChoiceField):
    """One of a few, all of them visible."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.RadioInput()

    def iter_choices(self) -> Iterator[Any]:
        """The choices, without an empty line."""
        return self._shown(_flat(self.choices))


class ChoicesField(SelectFieldBase):
    """Several of a list, as boxes; `data` is a list of the values kept, empty where none is."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(
        self,
        label: str = "",
        *,
        choices: Listed = (),
        coerce: Callable[[str], Any] = str,
        required: bool = False,
        missing: str = "Choose at least one.",
        hint: str = "",
        **rest: Any,
    ):
        self.choices, self.coerce = choices, coerce
        first: Any = Needed(missing) if required else Optional()
        super().__init__(label, [first], description=hint, **rest)

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            self.data = [self.coerce(text) for text in valuelist]
        except (ValueError, KeyError):
            raise ValueError(f"{self.label.text}: choose from the list.") from None

    def pre_validate(self, form: Any) -> None:
        listed = {_text(value) for value, _ in _flat(self.choices)}
        if not self.process_errors and any(_text(one) not in listed for one in self.data or ()):
            raise ValidationError(f"{self.label.text}: choose from the list.")

    def iter_choices(self) -> Iterator[Any]:
        """The choices; those made are ticked."""
        made = self.raw_data or [_text(one) for one in self.data or ()]
        return (Choice(_text(v), words, _text(v) in made, {}) for v, words in _flat(self.choices))


class YesField(wtforms.BooleanField):
    """A box to tick. `needed` is the sentence shown when it must be ticked and is not."""

    def __init__(self, label: str = "", *, needed: str = "", hint: str = "", **rest: Any):
        self.needed = needed
        super().__init__(label, description=hint, **rest)
        self.flags.required = bool(needed)

    def pre_validate(self, form: Any) -> None:
        if self.needed and not self.data:
            raise ValidationError(self.needed)


class HiddenField(Own, wtforms.HiddenField):
    """What a form carries along unseen: a version, an idempotency key."""

    def __init__(self, label: str = "", *, required: bool = False, **rest: Any):
        super().__init__(label, required=required, **rest)


def _flat(choices: Listed) -> Iterable[tuple[Any, str]]:
    if isinstance(choices, Mapping):
        return [pair for pairs in choices.values() for pair in pairs]
    return choices


def _text(value: Any) -> str:
    return "" if value is None else str(value)
