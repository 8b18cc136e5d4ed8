import gc
import signal
import threading

gc.disable()  # all that is made at the start stays: there is nothing to collect

# A server forks its workers with a handler of its own in them, which does nothing there: one that
# is told to stop while it still loads would stay, and be killed once its time to stop has run out.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

from rescue_center import create_app  # noqa: E402

app = create_app()
gc.freeze()
gc.enable()
