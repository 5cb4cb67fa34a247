"""Which letters are asked about once more at the moment they leave, and by whom."""

from eventapp.followups import delivery_checks as followups_checks
from eventapp.followups.feedback import letters as feedback_letters
from eventapp.followups.help_board import letters as help_board_letters
from eventapp.followups.meetings import letters as meetings_letters
from eventapp.followups.nudges import letters as nudges_letters
from eventapp.programs import letters as programs_letters
from eventapp.progress.letters import finished, halfway, materials, missed
from eventapp.rsvps import delivery_checks, digests, reminders
from eventapp.rsvps.invitations import delivery_checks as invitation_checks

# By kind: what takes a letter, and says whether it is still to leave; it may be written anew.
CHECKS = {
    "card": followups_checks.card_still_agreed,
    "introduction": followups_checks.introduction_still_agreed,
    "feedback": feedback_letters.still_asked,
    "nudge": nudges_letters.still_asked,
    "help-asks": help_board_letters.might_still_help,
    "help-offer": help_board_letters.owner_still_asks,
    "half-hour": meetings_letters.still_agreed,
    "half-hour-off": meetings_letters.had_an_invite,
    "enrolled": programs_letters.still_true,
    "materials": materials.still_true,
    "missed": missed.still_true,
    "halfway": halfway.still_true,
    "finished": finished.still_true,
    "reminder": reminders.still_true,
    "digest": digests.still_true,
    "invitation": invitation_checks.still_open,
    "shared": delivery_checks.shared_still_true,
    "shared-promoted": delivery_checks.shared_still_true,
}
