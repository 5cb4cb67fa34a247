"""A full disk without one: files of this process can't grow."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

# Less than any answer writes, and more than a test says.
LITTLE = 16 * 1024


@contextmanager
def no_file_grows() -> Iterator[None]:
    """As on a full disk: this process may write no file beyond its first few pages."""
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
