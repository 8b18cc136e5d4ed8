"""What people type about themselves and each other."""

from rescue_center.forms import (
    ChoiceField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    PasswordField,
    TextField,
)
from rescue_center.policy import Role
from rescue_center.tongues import ENGLISH, LANGUAGES

CHARACTERS = "At least 10 characters. Three or four words do well."


class SignInForm(Form):
    """The door. The account is called `name`, as browsers know it."""

    name = TextField("Account", most=100, missing="Type your account name.")
    password = PasswordField("Password", missing="Type your password.")
    next = HiddenField()


class NewPasswordForm(Form):
    """A password set with a one-time link."""

    new = PasswordField("New password", missing="Type a new password.", hint=CHARACTERS)


class ChangePasswordForm(NewPasswordForm):
    """One's own password, changed."""

    old = PasswordField("Present password", missing="Type your present password.")


class LanguageForm(Form):
    """The language of one's own screens."""

    language = ChoiceField("Language", choices=list(LANGUAGES.items()))


class FirstAdminForm(Form):
    """The first administrator's account."""

    name = TextField("Your name", most=120, missing="Type your name.")
    account = TextField(
        "Account name", most=60, missing="Choose an account name.",
        hint="For signing in: small Latin letters, digits, . _ - or @",
    )  # fmt: skip
    new = PasswordField("Password", missing="Choose a password.", hint=CHARACTERS)


class FactsForm(Form):
    """What is known of a person."""

    name = TextField("Name", most=120, missing="Type the person's name.")
    job_title = TextField("Job title", most=120, required=False)
    licence_no = TextField(
        "Licence number", most=60, required=False, hint="A vet's, as it is printed on certificates."
    )
    phone = TextField("Telephone", most=40, required=False)
    language = ChoiceField(
        "Language of their screens", choices=list(LANGUAGES.items()), default=ENGLISH,
        required=False, hint="Of keepers' screens. Everybody may choose it under Account.",
    )  # fmt: skip


class ChangeForm(FactsForm):
    """The same, of somebody who is there already."""

    version = HiddenField()


class AddForm(FactsForm):
    """A new person."""

    account = TextField(
        "Account name", most=60, missing="Choose an account name.",
        hint="For signing in: small Latin letters, digits, . _ - or @",
    )  # fmt: skip


class GrantForm(Form):
    """A role to give."""

    role = ChoiceField("Role", choices=[(r.value, r.label) for r in Role], coerce=Role)
    until = DayField(
        "Last day", required=False, allow_future=True, hint="An inspector's role always ends."
    )


class ReasonForm(Form):
    """Why an account is disabled."""

    reason = LongTextField("Reason", most=500, missing="Say why the account is disabled.")
