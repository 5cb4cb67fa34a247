"""`python -m eventapp`: serve, without what Flask's command line would load besides."""

import sys

from eventapp import create_app


def serve() -> int:
    """Serve until somebody says stop; the exit status."""
    app = create_app()
    # Loaded with the app already.
    from eventapp import serving

    with app.app_context():
        serving.prepare(app)
        return serving.run(app)


def command() -> None:
    """The command `eventapp` of an installed package: `eventapp serve`, `eventapp doctor`."""
    from flask.cli import FlaskGroup

    FlaskGroup(create_app=create_app, add_version_option=False).main(prog_name="eventapp")


if __name__ == "__main__":
    sys.exit(serve())
