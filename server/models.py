"""All tables, in one import: for migrations and for tests that make them directly."""

import server.campaign.models
import server.desk.models
import server.notices.models
import server.people.models
import server.reports.models
import server.sync.models  # noqa: F401
