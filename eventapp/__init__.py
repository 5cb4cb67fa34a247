"""eventapp: informal networking, from what people ask and offer to whom they keep in touch with."""

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

# Tables are searched for on one core each: BLAS would start a thread for every core there is. It
# asks when numpy is loaded, and this package is what web and worker load first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def create_app(**overrides: object) -> "Flask":
    """The application, set up from the environment; overrides win over it."""
    # What is loaded now stays to the end: looking for garbage in it takes a fifth of the start.
    gc.disable()
    try:
        # Not before it is asked for: whoever only wants the seating engine loads no web framework.
        from eventapp import factory

        return factory.create_app(**overrides)
    finally:
        gc.freeze()
        gc.enable()
