"""All that goes by itself by a rule."""

from eventapp.retention.of_communities import OF_COMMUNITIES
from eventapp.retention.of_site import OF_SITE

RULES = (*OF_COMMUNITIES, *OF_SITE)
BY_KIND = {rule.kind: rule for rule in RULES}
