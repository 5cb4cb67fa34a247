"""Settings: each once, from the environment; a wrong one stops the start with a sentence."""

import pytest
from conftest import running
from sqlalchemy import create_engine, text

from eventapp import create_app, data_folder
from eventapp.config import PATIENCE, BadSetting, from_env
from eventapp.db import db


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("REDIS_URL", "localhost:6379"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("MAIL_FROM", "nobody"),
        ("BASE_URL", "events.example.org"),
        ("BASE_URL", "https://example.org/events"),
        ("SECRET_KEY", "short"),
        ("METRICS", "perhaps"),
        ("TRUSTED_PROXIES", "-1"),
        ("LOCALE", "klingon"),
    ],
)
def test_a_wrong_setting_is_named_and_stops_the_start(name, value):
    with pytest.raises(BadSetting, match=f"EVENTAPP_{name} can't be used: "):
        from_env({f"EVENTAPP_{name}": value})


def test_a_setting_nobody_knows_stops_the_start():
    with pytest.raises(BadSetting, match="EVENTAPP_SMPT_URL is not a setting"):
        from_env({"EVENTAPP_SMPT_URL": "smtp://localhost"})


def test_nothing_needs_to_be_set():
    found = from_env({})

    assert found["BASE_URL"] == "http://localhost:8000"
    assert found["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:///")
    assert found["SMTP_URL"] is None


def test_the_address_follows_the_port_and_the_usual_spelling_of_postgresql_is_read():
    found = from_env(
        {"EVENTAPP_PORT": "8123", "EVENTAPP_DATABASE_URL": "postgres://u:p@db.example.org/events"}
    )

    assert found["BASE_URL"] == "http://localhost:8123"
    assert found["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@db.example.org/events"


@pytest.mark.services
@pytest.mark.parametrize(("said", "prepared"), [("yes", 0), ("no", 1)])
def test_behind_a_pooler_no_statement_is_prepared(postgres_url, tmp_path, said, prepared):
    """A pooler hands out another connection for each transaction, which knows of no such statement."""
    settings = {"EVENTAPP_DATABASE_URL": postgres_url, "EVENTAPP_DATABASE_POOLED": said}
    options = from_env(settings)["SQLALCHEMY_ENGINE_OPTIONS"]

    with running(postgres_url, tmp_path, SQLALCHEMY_ENGINE_OPTIONS=options):
        for _ in range(10):
            db.session.execute(text("SELECT 1"))
        found = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 1'"

        assert db.session.scalar(text(found)) == prepared


def test_a_pooler_means_nothing_to_sqlite():
    assert from_env({"EVENTAPP_DATABASE_POOLED": "yes"})["SQLALCHEMY_ENGINE_OPTIONS"] == {
        "hide_parameters": True
    }


def test_only_the_site_s_own_name_is_trusted():
    found = from_env({"EVENTAPP_BASE_URL": "https://events.example.org/"})

    assert found["TRUSTED_HOSTS"] == ["events.example.org"]


def test_the_secret_key_is_made_once_and_kept_for_this_user_alone(tmp_path):
    first = data_folder.kept_secret(tmp_path / "var")

    assert data_folder.kept_secret(tmp_path / "var") == first
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert len(first) >= 32
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_used_is_named_with_a_key_of_its_own_or_a_given_one(tmp_path):
    file = tmp_path / "file"
    file.write_text("")

    with pytest.raises(BadSetting, match="EVENTAPP_DATA_DIR can't be used"):
        data_folder.kept_secret(file)
    with pytest.raises(BadSetting, match="EVENTAPP_DATA_DIR can't be used"):
        create_app(DATA_DIR=file, SECRET_KEY="x" * 40)


def test_an_at_sign_in_a_password_of_the_database_is_told():
    with pytest.raises(BadSetting, match="DATABASE_URL can't be used: write @ in the password as"):
        from_env({"EVENTAPP_DATABASE_URL": "postgresql://eventapp:p@ss@localhost/eventapp"})


@pytest.mark.parametrize("held", ["", "half a ke"])
def test_a_secret_key_that_was_not_written_whole_is_no_key(tmp_path, held):
    (tmp_path / "secret-key").write_text(held)

    with pytest.raises(BadSetting, match="holds no key"):
        create_app(DATA_DIR=tmp_path)


def test_a_key_comes_whole_or_not_at_all(tmp_path):
    def no_room() -> str:
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        data_folder.kept(tmp_path / "key", no_room)

    assert list(tmp_path.iterdir()) == []
    assert data_folder.kept(tmp_path / "key", lambda: "a key") == "a key"
    assert data_folder.kept(tmp_path / "key", no_room) == "a key"


def test_a_database_that_is_gone_without_a_word_is_waited_for_as_the_address_says():
    def waits(query: str) -> object:
        url = f"postgresql://a@db/eventapp{query}"
        options = from_env({"EVENTAPP_DATABASE_URL": url})["SQLALCHEMY_ENGINE_OPTIONS"]
        return options["connect_args"].get("connect_timeout")

    assert (waits(""), waits("?connect_timeout=30")) == (5, None)


@pytest.mark.services
def test_postgresql_is_asked_with_that_patience(postgres):
    name = postgres.create()
    engine = create_engine(postgres.url(name), connect_args=dict(PATIENCE))

    with engine.connect() as connection:
        known = connection.connection.driver_connection.info.get_parameters()
    engine.dispose()
    postgres.drop(name)

    assert {key: known[key] for key in PATIENCE} == {k: str(v) for k, v in PATIENCE.items()}
