"""What people at a desk type about phones and what came from them."""

from rescue_center.forms import FileField, Form, LongTextField, TextField


class NameForm(Form):
    """What a phone is called."""

    name = TextField("Name", most=60, missing="Give the phone a name, like Birds 2.")


class FileForm(Form):
    """What a phone saved that can't reach the centre."""

    file = FileField(
        "File", accept=(".json",), most_mb=100, missing="Choose the file that the phone saved.",
        hint="Saved on the phone from its Outbox, and brought here by cable, card or message.",
    )  # fmt: skip


class RevokeForm(Form):
    """Why a phone is shut out."""

    reason = LongTextField(
        "Reason", most=500, missing="Say why it is revoked.",
        hint="Lost, stolen, broken, sold.",
    )  # fmt: skip


class NoteForm(Form):
    """What stands beside a record that is kept as a note."""

    note = LongTextField("Your remark", most=500, required=False)


class DismissForm(Form):
    """Why a record does not count."""

    reason = LongTextField("Reason", most=500, missing="Say why it does not count.")
