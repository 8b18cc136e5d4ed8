import gc

gc.disable()  # all that is made at the start stays: there is nothing to collect

from rescue_center import create_app  # noqa: E402

app = create_app()
gc.freeze()
gc.enable()
