"""`python -m eventapp`: serve, without what Flask's command line would load besides; or any command."""

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
    if sys.argv[1:3] == ["mail", "receive"]:
        # A mail server waits: a second, if all of the site were loaded.
        from eventapp.mail.incoming.cli import receive_now

        receive_now(sys.argv[3:])
    from flask.cli import FlaskGroup

    FlaskGroup(create_app=create_app, add_version_option=False).main(prog_name="eventapp")


if __name__ == "__main__":
    if sys.argv[1:]:
        command()
    sys.exit(serve())
