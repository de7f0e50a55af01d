"""The command line and the web server: parse, call the engine, print. The only place that prints."""

import os

# Before numpy is imported: its matrices here are small, and threads of linear algebra would fight the processes for the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
