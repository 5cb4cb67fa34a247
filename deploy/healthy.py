"""Whether the pages answer on this machine: ends with 0, or with 1 and a word why. For containers."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

port = os.environ.get("EVENTAPP_PORT", "8000")
# Pages answer to the site's own name alone.
host = urlsplit(os.environ.get("EVENTAPP_BASE_URL", "")).netloc or f"localhost:{port}"
asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
# Containers are often told of a proxy to the world outside, which knows nothing of this machine.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    direct.open(asked, timeout=4)
except OSError as error:
    sys.exit(f"no answer: {error}")
