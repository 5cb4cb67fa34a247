# What we use of Flask-WTF, which comes without types.
from typing import Any

from wtforms import Form

class FlaskForm(Form):
    def validate_on_submit(self, extra_validators: Any = ...) -> bool: ...
    def hidden_tag(self, *fields: Any) -> str: ...
