"""`python -m eventapp`: serve, without what Flask's command line would load besides."""

import sys

from eventapp import create_app, serving

app = create_app()
with app.app_context():
    serving.prepare(app)
    status = serving.run(app)
sys.exit(status)
