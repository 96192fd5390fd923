"""With this folder in PYTHONPATH, a Python process lives RELOGIO_DIFERENCA seconds from now."""

import os
import time

import time_machine

time_machine.travel(time.time() + float(os.environ["RELOGIO_DIFERENCA"])).start()
